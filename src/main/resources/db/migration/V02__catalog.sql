-- One row is a product's SKU with a term and a way to pay, for one kind of customer (segment).
create table offer (
    id                 uuid primary key,
    product_id         varchar(20)   not null,
    sku_id             varchar(10)   not null,
    term_duration      varchar(3)    not null,
    billing_plan       varchar(9)    not null,
    segment            varchar(20)   not null,
    title              varchar(255)  not null,
    description        varchar(4000) not null,
    publisher          varchar(255)  not null,
    category           varchar(100)  not null,
    unit               varchar(50)   not null,
    min_licenses       integer       not null,
    max_licenses       integer       not null,
    trial              boolean       not null,
    add_on             boolean       not null,
    -- product:sku ids of which the customer must have one, separated by a blank; read with the offer, never searched
    bases              varchar(2000) not null,
    limit_kind         varchar(10)   not null,
    limit_per_customer integer,
    -- title and product:sku in lower case
    search_text        varchar(600)  not null,
    constraint offer_identity unique (product_id, sku_id, term_duration, billing_plan, segment)
);

create index offer_by_category on offer (category, title);

-- Prices are valid from a date. A later price closes the earlier one; nothing is removed.
create table offer_price (
    id         uuid primary key,
    offer_id   uuid                     not null references offer (id),
    market     varchar(2)               not null,
    currency   varchar(3)               not null,
    unit_price numeric(19, 4)           not null,
    erp_price  numeric(19, 4),
    valid_from timestamp with time zone not null,
    valid_to   timestamp with time zone,
    constraint offer_price_version unique (offer_id, market, valid_from)
);

create index offer_price_by_market on offer_price (market, valid_from, valid_to, offer_id);
