create sequence order_number_seq start with 1000 increment by 1;

create table customer_order (
    id                   uuid primary key,
    version              bigint                   not null,
    state                varchar(20)              not null,
    intent               varchar(20),
    refused              boolean                  not null,
    reseller_id          uuid,
    company_name         varchar(200),
    domain_prefix        varchar(27),
    country              varchar(2),
    address_line1        varchar(200),
    address_line2        varchar(200),
    city                 varchar(100),
    state_or_province    varchar(50),
    postal_code          varchar(20),
    first_name           varchar(50),
    last_name            varchar(50),
    email                varchar(254),
    phone                varchar(40),
    language             varchar(10),
    culture              varchar(10),
    registration_number  varchar(50),
    agreement_first_name varchar(50),
    agreement_last_name  varchar(50),
    agreement_email      varchar(254),
    agreement_phone      varchar(40),
    agreement_date       date,
    started_by           varchar(255)             not null,
    started_at           timestamp with time zone not null,
    submitted_by         varchar(255),
    submitted_at         timestamp with time zone,
    customer_id          uuid,
    number               bigint,
    placed_at            timestamp with time zone,
    handed_over_at       timestamp with time zone,
    constraint customer_order_number unique (number)
);
create index customer_order_by_state on customer_order (state, started_at);
create index customer_order_by_customer on customer_order (customer_id);

create table order_line (
    order_id              uuid        not null references customer_order,
    position              integer     not null,
    offer_id              uuid        not null,
    licenses              varchar(20),
    reseller_on_record_id uuid,
    primary key (order_id, position)
);
