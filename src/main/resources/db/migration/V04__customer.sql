create table customer (
    id                   uuid primary key,
    version              bigint                   not null,
    company_name         varchar(200)             not null,
    company_name_key     varchar(200)             not null,
    domain_prefix        varchar(27)              not null,
    country              varchar(2)               not null,
    address_line1        varchar(200)             not null,
    address_line2        varchar(200),
    city                 varchar(100),
    state_or_province    varchar(50),
    postal_code          varchar(20),
    first_name           varchar(50)              not null,
    last_name            varchar(50)              not null,
    email                varchar(254)             not null,
    phone                varchar(40),
    language             varchar(10)              not null,
    culture              varchar(10)              not null,
    registration_number  varchar(50),
    agreement_first_name varchar(50)              not null,
    agreement_last_name  varchar(50)              not null,
    agreement_email      varchar(254)             not null,
    agreement_phone      varchar(40),
    agreement_date       date                     not null,
    attested_by          varchar(255)             not null,
    created_at           timestamp with time zone not null,
    constraint customer_domain unique (domain_prefix)
);
create index customer_by_name on customer (company_name_key, id);
create index customer_by_age on customer (created_at, id);

-- Reseller and customer: who manages the account. Ended associations stay as history.
create table customer_reseller (
    id          uuid primary key,
    customer_id uuid                     not null references customer,
    reseller_id uuid                     not null,
    since       timestamp with time zone not null,
    until       timestamp with time zone
);
create index customer_reseller_by_customer on customer_reseller (customer_id);
create index customer_reseller_by_reseller on customer_reseller (reseller_id, customer_id);

create table admin_account (
    id                  uuid primary key,
    version             bigint                   not null,
    customer_id         uuid                     not null references customer,
    user_name           varchar(100)             not null,
    password_hash       varchar(200)             not null,
    must_change         boolean                  not null,
    password_set_at     timestamp with time zone not null,
    constraint admin_account_customer unique (customer_id),
    constraint admin_account_user_name unique (user_name)
);

-- The sealed copy of a temporary password, until it is revealed, acknowledged or expired.
create table sealed_password (
    id         uuid primary key,
    account_id uuid                     not null references admin_account,
    hand_over  uuid                     not null,
    key_id     varchar(20)              not null,
    sealed     varchar(200)             not null,
    expires_at timestamp with time zone not null,
    constraint sealed_password_account unique (account_id)
);
create index sealed_password_by_hand_over on sealed_password (hand_over);
create index sealed_password_expiry on sealed_password (expires_at);
