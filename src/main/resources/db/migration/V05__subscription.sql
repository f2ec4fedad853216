create table subscription (
    id                    uuid primary key,
    version               bigint                   not null,
    customer_id           uuid                     not null references customer,
    order_id              uuid                     not null,
    line_number           integer                  not null,
    offer_id              uuid                     not null,
    sku                   varchar(100)             not null,
    title                 varchar(300)             not null,
    state                 varchar(20)              not null,
    licenses              integer                  not null,
    term_duration         varchar(10)              not null,
    billing_plan          varchar(20)              not null,
    unit_price            numeric(19, 4)           not null,
    currency              varchar(3)               not null,
    trial                 boolean                  not null,
    started_at            timestamp with time zone not null,
    term_ends_at          timestamp with time zone not null,
    reseller_on_record_id uuid,
    constraint subscription_order_line unique (order_id, line_number)
);
create index subscription_by_customer on subscription (customer_id);
create index subscription_by_reseller on subscription (reseller_on_record_id);
