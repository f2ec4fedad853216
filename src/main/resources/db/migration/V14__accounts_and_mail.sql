-- Everybody who signs in without being staff: administrators of customers so far, people of resellers from now on.
create table account (
    id              uuid primary key,
    version         bigint                   not null,
    side            varchar(10)              not null,
    -- The reseller or the customer that the person belongs to.
    party_id        uuid                     not null,
    user_name       varchar(254)             not null,
    first_name      varchar(50),
    last_name       varchar(50),
    email           varchar(254)             not null,
    language        varchar(2)               not null,
    administrator   boolean                  not null,
    -- Null until the person has chosen one by its personal link.
    password_hash   varchar(200),
    must_change     boolean                  not null,
    password_set_at timestamp with time zone,
    disabled_at     timestamp with time zone,
    disabled_by     varchar(255),
    created_at      timestamp with time zone not null,
    signed_in_at    timestamp with time zone,
    -- The second factor: its secret sealed, and the last time step of which a code was taken.
    totp_key_id     varchar(20),
    totp_sealed     varchar(400),
    totp_since      timestamp with time zone,
    totp_step       bigint,
    constraint account_user_name unique (user_name)
);
create index account_by_party on account (side, party_id, user_name);

insert into account (id, version, side, party_id, user_name, first_name, last_name, email, language, administrator,
                     password_hash, must_change, password_set_at, created_at)
select a.id, a.version, 'CUSTOMER', a.customer_id, a.user_name, c.first_name, c.last_name, c.email,
       case when c.language = 'fr' then 'fr' else 'en' end, true, a.password_hash, a.must_change, a.password_set_at, a.password_set_at
from admin_account a join customer c on c.id = a.customer_id;

drop index sealed_password_by_hand_over;
drop index sealed_password_expiry;
alter table sealed_password rename to sealed_password_before;
create table sealed_password (
    id         uuid primary key,
    account_id uuid                     not null references account,
    hand_over  uuid                     not null,
    key_id     varchar(20)              not null,
    sealed     varchar(200)             not null,
    expires_at timestamp with time zone not null,
    constraint sealed_password_of_account unique (account_id)
);
insert into sealed_password (id, account_id, hand_over, key_id, sealed, expires_at)
select id, account_id, hand_over, key_id, sealed, expires_at from sealed_password_before;
create index sealed_password_by_hand_over on sealed_password (hand_over);
create index sealed_password_expiry on sealed_password (expires_at);
drop table sealed_password_before;
drop table admin_account;

-- A personal link to set a password: the token itself is nowhere.
create table account_link (
    id          uuid primary key,
    account_id  uuid                     not null references account (id),
    purpose     varchar(20)              not null,
    fingerprint varchar(64)              not null,
    created_at  timestamp with time zone not null,
    expires_at  timestamp with time zone not null,
    constraint account_link_token unique (fingerprint)
);
create index account_link_by_account on account_link (account_id);
create index account_link_expiry on account_link (expires_at);

-- Mail on its way: written in the transaction of what it tells of, sent after it, gone once the server took it. Texts may hold personal
-- links and so are sealed.
create table outgoing_mail (
    id         uuid primary key,
    recipient  varchar(254)             not null,
    subject    varchar(200)             not null,
    key_id     varchar(20)              not null,
    sealed     varchar(20000)           not null,
    created_at timestamp with time zone not null,
    due_at     timestamp with time zone not null,
    attempts   integer                  not null,
    problem    varchar(500)
);
create index outgoing_mail_due on outgoing_mail (due_at, id);
