create sequence support_request_number_seq start with 1000 increment by 1;

create table support_request (
    id              uuid primary key,
    version         bigint                   not null,
    number          bigint                   not null,
    customer_id     uuid                     not null references customer (id),
    subscription_id uuid references subscription (id),
    category        varchar(20)              not null,
    severity        varchar(10)              not null,
    title           varchar(120)             not null,
    state           varchar(20)              not null,
    opened_side     varchar(10)              not null,
    -- The reseller or the customer that opened it; null for the provider.
    opened_party    uuid,
    opened_by       varchar(255)             not null,
    opened_at       timestamp with time zone not null,
    changed_at      timestamp with time zone not null,
    -- Whether the decision table has said who works on it.
    routed          boolean                  not null,
    -- Who works on it; null for the provider.
    reseller_id     uuid,
    -- Until when an answer is owed; null while none is.
    due_at          timestamp with time zone,
    answered_at     timestamp with time zone,
    resolved_at     timestamp with time zone,
    closes_at       timestamp with time zone,
    closed_at       timestamp with time zone,
    entries         integer                  not null,
    constraint support_request_number unique (number)
);
create index support_request_by_customer on support_request (customer_id, number);
create index support_request_by_state on support_request (state, number);
create index support_request_by_severity on support_request (severity, number);
create index support_request_by_reseller on support_request (reseller_id, number);
create index support_request_by_subscription on support_request (subscription_id, number);
create index support_request_due on support_request (due_at, number);

-- Every reseller that opened a request or was ever asked to work on it.
create table support_involvement (
    reseller_id uuid   not null,
    request_id  uuid   not null references support_request (id),
    number      bigint not null,
    primary key (reseller_id, request_id)
);
create index support_involvement_by_number on support_involvement (reseller_id, number);

-- What was written and what happened, in its order. Entries are only ever added.
create table support_entry (
    id          uuid primary key,
    request_id  uuid                     not null references support_request (id),
    position    integer                  not null,
    kind        varchar(20)              not null,
    side        varchar(10),
    party_id    uuid,
    author      varchar(255)             not null,
    at          timestamp with time zone not null,
    -- The reseller that was handed the request, or had it.
    reseller_id uuid,
    text        varchar(8000),
    constraint support_entry_position unique (request_id, position)
);

create table support_attachment (
    id         uuid primary key,
    request_id uuid         not null references support_request (id),
    entry_id   uuid         not null references support_entry (id),
    name       varchar(120) not null,
    bytes      bigint       not null
);
create index support_attachment_by_request on support_attachment (request_id);

create table support_attachment_piece (
    attachment_id uuid    not null references support_attachment (id),
    number        integer not null,
    content       bytea   not null,
    primary key (attachment_id, number)
);
