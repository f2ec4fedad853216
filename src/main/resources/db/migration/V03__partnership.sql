create table reseller (
    id                uuid primary key,
    version           bigint                   not null,
    company           varchar(200)             not null,
    company_key       varchar(200)             not null,
    email             varchar(254)             not null,
    contact           varchar(100)             not null,
    country           varchar(2)               not null,
    language          varchar(2)               not null,
    partner_id        varchar(10),
    state             varchar(20)              not null,
    state_since       timestamp with time zone not null,
    partnership_since timestamp with time zone,
    enrolled          boolean                  not null,
    enrolled_since    timestamp with time zone,
    agreement_signed  boolean                  not null,
    agreement_since   timestamp with time zone,
    latest_request    uuid                     not null,
    constraint reseller_email unique (email),
    constraint reseller_partner_id unique (partner_id)
);

create index reseller_by_name on reseller (company_key, id);
create index reseller_by_country on reseller (country, id);
create index reseller_by_state on reseller (state, company_key, id);
create index reseller_by_since on reseller (state_since, id);

create table partnership_request (
    id                uuid primary key,
    version           bigint                   not null,
    state             varchar(20)              not null,
    requested_by      varchar(255)             not null,
    created_at        timestamp with time zone not null,
    company           varchar(200),
    email             varchar(254),
    contact           varchar(100),
    country           varchar(2),
    language          varchar(2),
    partner_id        varchar(10),
    validity_days     integer,
    -- The e-mail address while the request is open: at most one open request per address.
    open_email        varchar(254),
    subject           varchar(200),
    body              varchar(8000),
    edited            boolean                  not null,
    -- The personal link can be made again from these two and the key; what is stored only recognizes it.
    key_id            varchar(20)              not null,
    generation        integer                  not null,
    token_fingerprint varchar(64)              not null,
    reseller_id       uuid references reseller (id),
    sent_at           timestamp with time zone,
    round_sent        boolean                  not null,
    mail_due          boolean                  not null,
    expires_at        timestamp with time zone,
    viewed_at         timestamp with time zone,
    reminders         integer                  not null,
    reminded_at       timestamp with time zone,
    reminder_due      boolean                  not null,
    misdirected_at    timestamp with time zone,
    closed_at         timestamp with time zone,
    decline_reason    varchar(1000),
    obstacles         varchar(500),
    -- What the reseller answered, kept so that a blocked answer can be completed.
    authorized_at     timestamp with time zone,
    legal_name        varchar(200),
    answer_country    varchar(2),
    answer_partner_id varchar(10),
    answer_contact    varchar(100),
    enrolled          boolean                  not null,
    agreement_signed  boolean                  not null,
    constraint partnership_request_open_email unique (open_email),
    constraint partnership_request_token unique (token_fingerprint)
);

create index partnership_request_by_state on partnership_request (state);
create index partnership_request_by_reseller on partnership_request (reseller_id, created_at);
create index partnership_request_by_partner_id on partnership_request (partner_id);

create table partnership_sending (
    request_id uuid                     not null references partnership_request (id),
    channel    varchar(20)              not null,
    sent_at    timestamp with time zone not null,
    sent_by    varchar(255)             not null
);

create index partnership_sending_by_request on partnership_sending (request_id, sent_at);
