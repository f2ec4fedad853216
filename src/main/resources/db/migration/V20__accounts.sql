-- All people of a reseller or a customer may be kept out at once; who was kept out by name stays so afterwards.
alter table account add column party_disabled_at timestamp with time zone;

-- Who is signed in where, so that it can be listed and ended on every node at once.
create table account_session (
    id                uuid primary key,
    account_id        uuid                     not null references account (id),
    signed_in_at      timestamp with time zone not null,
    used_at           timestamp with time zone not null,
    browser           varchar(60)              not null,
    address           varchar(45)              not null,
    second_factor_due boolean                  not null
);
create index account_session_by_account on account_session (account_id, used_at);
create index account_session_used on account_session (used_at);

-- For who has lost the second factor: fingerprints only, a row is gone once its code was used.
create table account_recovery_code (
    id          uuid primary key,
    account_id  uuid        not null references account (id),
    fingerprint varchar(64) not null,
    constraint account_recovery_code_once unique (account_id, fingerprint)
);
