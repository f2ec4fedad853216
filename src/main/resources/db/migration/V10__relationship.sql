create table relationship_request (
    id                       uuid primary key,
    version                  bigint                   not null,
    state                    varchar(20)              not null,
    requested_by             varchar(255)             not null,
    created_at               timestamp with time zone not null,
    company                  varchar(200),
    invitee_email            varchar(254),
    contact                  varchar(100),
    invitee_country          varchar(2),
    invitee_language         varchar(2),
    reseller_id              uuid references reseller (id),
    delegated_administration boolean,
    validity_days            integer,
    -- The e-mail address while the request is open: at most one open request per address.
    open_email               varchar(254),
    subject                  varchar(200),
    body                     varchar(8000),
    edited                   boolean                  not null,
    -- The personal link can be made again from these two and the key; what is stored only recognizes it.
    key_id                   varchar(20)              not null,
    generation               integer                  not null,
    token_fingerprint        varchar(64)              not null,
    -- The customer that the request was made for, or that came of it.
    customer_id              uuid references customer (id),
    for_customer             boolean                  not null,
    sent_at                  timestamp with time zone,
    round_sent               boolean                  not null,
    mail_due                 boolean                  not null,
    expires_at               timestamp with time zone,
    viewed_at                timestamp with time zone,
    reminders                integer                  not null,
    reminded_at              timestamp with time zone,
    reminder_due             boolean                  not null,
    misdirected_at           timestamp with time zone,
    closed_at                timestamp with time zone,
    decline_reason           varchar(1000),
    obstacles                varchar(500),
    -- What the company answered, kept so that a blocked answer can be completed.
    accepted_at              timestamp with time zone,
    company_name             varchar(200),
    domain_prefix            varchar(27),
    country                  varchar(2),
    address_line1            varchar(200),
    address_line2            varchar(200),
    city                     varchar(100),
    state_or_province        varchar(50),
    postal_code              varchar(20),
    first_name               varchar(50),
    last_name                varchar(50),
    email                    varchar(254),
    phone                    varchar(40),
    language                 varchar(10),
    culture                  varchar(10),
    registration_number      varchar(50),
    other_domains            varchar(2600),
    agreement_first_name     varchar(50),
    agreement_last_name      varchar(50),
    agreement_email          varchar(254),
    agreement_phone          varchar(40),
    agreement_date           date,
    constraint relationship_request_open_email unique (open_email),
    constraint relationship_request_token unique (token_fingerprint)
);

create index relationship_request_by_state on relationship_request (state, created_at);
create index relationship_request_by_age on relationship_request (created_at, id);
create index relationship_request_by_customer on relationship_request (customer_id, created_at);
create index relationship_request_by_reseller on relationship_request (reseller_id, state);

create table relationship_sending (
    request_id uuid                     not null references relationship_request (id),
    channel    varchar(20)              not null,
    sent_at    timestamp with time zone not null,
    sent_by    varchar(255)             not null
);

create index relationship_sending_by_request on relationship_sending (request_id, sent_at);
