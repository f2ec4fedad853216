-- What was sold, given back and renewed, one line per happening, never changed: the revenue of a day is the sum of the lines that cover it.
-- What is given back has a negative number of licenses. V16.1 fills it from the subscriptions that are there.
create table subscription_charge (
    id              uuid primary key,
    subscription_id uuid                     not null references subscription,
    kind            varchar(20)              not null,
    happened_at     timestamp with time zone not null,
    booked_at       timestamp with time zone not null,
    from_day        date                     not null,
    until_day       date                     not null,
    licenses        integer                  not null,
    unit_price      numeric(19, 4)           not null,
    term_days       integer                  not null,
    currency        varchar(3)               not null,
    offer_id        uuid                     not null,
    title           varchar(300)             not null,
    category        varchar(100)             not null,
    term_duration   varchar(10)              not null,
    renewal         boolean                  not null,
    market          varchar(2)               not null,
    on_record_id    uuid
);
create index subscription_charge_days on subscription_charge (subscription_id, until_day, from_day);
create index subscription_charge_happened on subscription_charge (happened_at, kind, on_record_id);
create index subscription_charge_by_reseller on subscription_charge (on_record_id, happened_at);
create index subscription_charge_booked on subscription_charge (booked_at, from_day);

-- A month of incentive credit: open until it was computed to its end. Its rates stay those of the table it was first computed with.
create table incentive_month (
    statement_month varchar(7) primary key,
    table_version   integer,
    closed_at       timestamp with time zone,
    -- The run that goes on or was the last: of how many subscriptions it has seen how many.
    run_by          varchar(255),
    run_started_at  timestamp with time zone,
    run_seen_at     timestamp with time zone,
    run_ended_at    timestamp with time zone,
    run_failed      boolean default false not null,
    run_done        bigint  default 0     not null,
    run_total       bigint  default 0     not null
);

-- Credit, one line per subscription, reseller and rate; lines are only ever added. A line without reseller is credit that nobody earned.
create table incentive_entry (
    id              uuid primary key,
    statement_month varchar(7)               not null,
    earned_month    varchar(7)               not null,
    kind            varchar(12)              not null,
    reseller_id     uuid references reseller,
    subscription_id uuid references subscription,
    -- Counts the lines of a subscription's month, so that no two runs can add the same one.
    number          integer,
    customer_id     uuid,
    customer_name   varchar(200),
    title           varchar(300),
    category        varchar(100),
    term_duration   varchar(10),
    sale            varchar(10),
    market          varchar(2),
    from_day        date,
    until_day       date,
    licenses        integer,
    currency        varchar(3)               not null,
    revenue         numeric(19, 4)           not null,
    rate            numeric(7, 4),
    table_version   integer,
    amount          numeric(19, 4)           not null,
    reason          varchar(500),
    entered_by      varchar(255)             not null,
    entered_at      timestamp with time zone not null,
    constraint incentive_entry_number unique (earned_month, subscription_id, number)
);
create index incentive_entry_statement on incentive_entry (statement_month, reseller_id, currency, id);
create index incentive_entry_by_reseller on incentive_entry (reseller_id, statement_month);
create index incentive_entry_by_subscription on incentive_entry (subscription_id, earned_month);

-- The totals of a statement, written when its month is closed.
create table incentive_statement (
    statement_month varchar(7)     not null,
    reseller_id     uuid           not null references reseller,
    currency        varchar(3)     not null,
    lines           bigint         not null,
    revenue         numeric(19, 4) not null,
    amount          numeric(19, 4) not null,
    primary key (statement_month, reseller_id, currency)
);
create index incentive_statement_by_reseller on incentive_statement (reseller_id, statement_month);

create index subscription_nobody_on_record on subscription (state, reseller_on_record_id, id);
create index reseller_by_partnership on reseller (state, partnership_since);
