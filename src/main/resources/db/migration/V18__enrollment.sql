-- A reseller that has enrolled by itself exists before anybody asks it for a partnership.
alter table reseller alter column latest_request drop not null;
-- Since when the provider's staff have verified the reseller's enrollment; null for one that only answered requests.
alter table reseller add column verified_at timestamp with time zone;

create table enrollment (
    id                  uuid primary key,
    version             bigint                   not null,
    state               varchar(20)              not null,
    legal_name          varchar(200)             not null,
    legal_name_key      varchar(400)             not null,
    partner_id          varchar(10)              not null,
    country             varchar(2)               not null,
    address_line1       varchar(200)             not null,
    address_line2       varchar(200),
    city                varchar(100),
    state_or_province   varchar(50),
    postal_code         varchar(20),
    registration_number varchar(50),
    first_name          varchar(50)              not null,
    last_name           varchar(50)              not null,
    email               varchar(254)             not null,
    phone               varchar(40),
    support_email       varchar(254)             not null,
    support_phone       varchar(40)              not null,
    support_website     varchar(200),
    language            varchar(2)               not null,
    -- The e-mail address while the enrollment is open: at most one open enrollment per address.
    open_email          varchar(254),
    -- The partnership request that waits for it, which the reseller has authorized with its enrollment.
    request_id          uuid references partnership_request (id),
    reseller_id         uuid references reseller (id),
    created_at          timestamp with time zone not null,
    -- The personal link can be made again from these two and the key; what is stored only recognizes it.
    key_id              varchar(20)              not null,
    generation          integer                  not null,
    token_fingerprint   varchar(64)              not null,
    sent_at             timestamp with time zone,
    sendings            integer                  not null,
    -- Until when the reseller must confirm, accept or answer; null while it need not.
    answer_by           timestamp with time zone,
    confirmed_at        timestamp with time zone,
    agreed_at           timestamp with time zone,
    agreed_by           varchar(101),
    agreement_version   varchar(20),
    follow_up_at        timestamp with time zone,
    due_at              timestamp with time zone,
    reminded_at         timestamp with time zone,
    question            varchar(2000),
    asked_by            varchar(255),
    asked_at            timestamp with time zone,
    answer              varchar(2000),
    answered_at         timestamp with time zone,
    -- What staff have just decided, read by the process.
    decision            varchar(20),
    decided_by          varchar(255),
    reason              varchar(2000),
    closed_at           timestamp with time zone,
    constraint enrollment_open_email unique (open_email),
    constraint enrollment_token unique (token_fingerprint)
);

create index enrollment_by_age on enrollment (created_at, id);
create index enrollment_by_state on enrollment (state, created_at, id);
create index enrollment_by_partner_id on enrollment (partner_id);
create index enrollment_by_reseller on enrollment (reseller_id);

-- What a reseller says of its company, first by its enrollment; it may change it later.
create table reseller_profile (
    reseller_id         uuid primary key references reseller (id),
    version             bigint                   not null,
    legal_name          varchar(200)             not null,
    country             varchar(2)               not null,
    address_line1       varchar(200)             not null,
    address_line2       varchar(200),
    city                varchar(100),
    state_or_province   varchar(50),
    postal_code         varchar(20),
    registration_number varchar(50),
    phone               varchar(40),
    support_email       varchar(254)             not null,
    support_phone       varchar(40)              not null,
    support_website     varchar(200),
    changed_at          timestamp with time zone not null,
    changed_by          varchar(255)             not null
);
