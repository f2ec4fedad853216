-- How long things last, per kind of product: staff change it here, nowhere else. What has begun keeps what it began with.
create table lifecycle_rule (
    kind                varchar(10) primary key,
    -- How long a term is (ISO 8601); null: as long as the offer says.
    term                varchar(10),
    auto_renew          boolean     not null,
    cancellation_hours  integer     not null,
    reduction_hours     integer     not null,
    expired_days        integer     not null,
    disabled_days       integer     not null,
    -- What a trial becomes: at least so many licenses; by itself exactly so many, for this term, paid this way.
    conversion_licenses integer,
    conversion_term     varchar(10),
    conversion_billing  varchar(20),
    -- How many days before the end it is listed, separated by a blank.
    reminder_days       varchar(50) not null
);

insert into lifecycle_rule values ('LICENSE', null, true, 168, 168, 30, 90, null, null, null, '30 7 1');
insert into lifecycle_rule values ('ADD_ON', null, true, 168, 168, 30, 90, null, null, null, '30 7 1');
insert into lifecycle_rule values ('TRIAL', 'P30D', true, 0, 0, 30, 90, 25, 'P1Y', 'monthly', '30 7 1');

alter table subscription add column nickname varchar(100);
alter table subscription add column kind varchar(10) default 'LICENSE' not null;
-- What it was ordered as, whatever it was upgraded or converted to.
alter table subscription add column ordered_sku varchar(100);
-- The subscription that an add-on adds to.
alter table subscription add column parent_id uuid references subscription;
-- Null: the provider itself.
alter table subscription add column support_contact_id uuid;
alter table subscription add column auto_renew boolean default true not null;
alter table subscription add column term_started_at timestamp with time zone;
-- The day from which terms are counted, so that a term that began on a 31st does not drift.
alter table subscription add column term_anchor timestamp with time zone;
alter table subscription add column cancellable_until timestamp with time zone;
alter table subscription add column state_since timestamp with time zone;
-- When the daily job has something to do with it; null: never again.
alter table subscription add column due_at timestamp with time zone;

update subscription
set kind = case
        when trial then 'TRIAL'
        when offer_id in (select id from offer where add_on) then 'ADD_ON'
        else 'LICENSE' end,
    ordered_sku = sku,
    term_started_at = started_at,
    term_anchor = started_at,
    cancellable_until = case when trial then started_at else started_at + interval '7' day end,
    state_since = started_at,
    due_at = term_ends_at;
update subscription
set parent_id = (
    select base.id
    from subscription base, offer
    where offer.id = subscription.offer_id and base.customer_id = subscription.customer_id
      and (' ' || offer.bases || ' ') like ('% ' || base.sku || ' %')
    order by case when base.order_id = subscription.order_id then 0 else 1 end, base.started_at, base.id
    fetch first 1 row only)
where kind = 'ADD_ON';

alter table subscription alter column ordered_sku set not null;
alter table subscription alter column term_started_at set not null;
alter table subscription alter column term_anchor set not null;
alter table subscription alter column cancellable_until set not null;
alter table subscription alter column state_since set not null;
alter table subscription drop column trial;

drop index subscription_by_reseller;
create index subscription_on_record on subscription (reseller_on_record_id, state, id);
create index subscription_by_support_contact on subscription (support_contact_id, state, id);
create index subscription_by_base on subscription (parent_id);
create index subscription_due on subscription (due_at, id);
create index subscription_ending on subscription (auto_renew, term_ends_at, id);
create index subscription_closing on subscription (state, due_at, id);

-- Licenses of the current term by when they were bought; a batch can be given back until its window closes.
create table subscription_batch (
    subscription_id uuid                     not null references subscription,
    position        integer                  not null,
    licenses        integer                  not null,
    added_at        timestamp with time zone not null,
    reducible_until timestamp with time zone not null,
    primary key (subscription_id, position)
);
insert into subscription_batch
select id, 0, licenses, started_at, cancellable_until from subscription;

-- Who was reseller on record and who support contact, one line per change; the two never mix.
create table subscription_association (
    id              uuid primary key,
    subscription_id uuid                     not null references subscription,
    association     varchar(20)              not null,
    from_id         uuid,
    to_id           uuid,
    changed_by      varchar(255)             not null,
    changed_at      timestamp with time zone not null
);
create index subscription_association_history on subscription_association (subscription_id, association, changed_at);
insert into subscription_association
select id, id, 'ON_RECORD', null, reseller_on_record_id, 'system', started_at
from subscription
where reseller_on_record_id is not null;

-- Each person gets each week's mail once.
create table due_mail (
    week      varchar(8)               not null,
    recipient varchar(254)             not null,
    sent_at   timestamp with time zone not null,
    primary key (week, recipient)
);
