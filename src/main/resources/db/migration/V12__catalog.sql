-- product:sku ids of what a subscription can become, or a trial be converted to, separated by a blank
alter table offer add column upgrade_targets varchar(2000) default '' not null;

-- Title, term and billing plan in lower case: the order in which offers are shown and paged through.
alter table offer add column sort_key varchar(600) default '' not null;
update offer set sort_key = lower(title || ' ' || term_duration || ' ' || billing_plan);
create index offer_by_title on offer (segment, sort_key, id);

-- The markets with prices, so that nobody has to look for them among millions of prices.
create table offer_market (
    market varchar(2) primary key
);
insert into offer_market (market) select distinct market from offer_price;

-- Whoever writes a price list into the catalog holds this row locked, and so is alone on all nodes; a crash lets go of it. The version
-- counts the lists that changed something: what was checked against an older one has to be checked again.
create table price_list_turn (
    id      integer primary key,
    version bigint not null
);
insert into price_list_turn (id, version) values (1, 0);

-- Only while a list is being written, in that transaction: which offers and prices it spoke of, at which line first …
create table price_list_seen (
    id   uuid primary key,
    line bigint not null
);
-- … and of which offers it tried to.
create table price_list_spared (
    offer_id uuid       not null,
    market   varchar(2) not null
);
create index price_list_spared_offer on price_list_spared (offer_id, market);

-- A file that somebody sent, what a dry run found in it, and what became of it.
create table price_list (
    id              uuid primary key,
    file_name       varchar(255)             not null,
    bytes           bigint                   not null,
    complete        boolean                  not null,
    sent_by         varchar(255)             not null,
    sent_at         timestamp with time zone not null,
    expires_at      timestamp with time zone not null,
    state           varchar(12)              not null,
    state_at        timestamp with time zone not null,
    bytes_read      bigint                   not null,
    added           integer                  not null,
    changed         integer                  not null,
    ended           integer                  not null,
    unchanged       integer                  not null,
    refused         integer                  not null,
    -- why it could not be read: a message key and its arguments, one per line
    problem         varchar(100),
    arguments       varchar(1000),
    catalog_version bigint
);
create index price_list_newest on price_list (sent_at desc);
create index price_list_expiry on price_list (expires_at);

-- The file itself, compressed, in pieces.
create table price_list_piece (
    price_list_id uuid    not null references price_list (id),
    number        integer not null,
    content       bytea   not null,
    primary key (price_list_id, number)
);

-- What the dry run found. place is the line of the row, or for what ends by not being on the list a number.
create table price_list_finding (
    price_list_id uuid         not null references price_list (id),
    kind          varchar(7)   not null,
    place         bigint       not null,
    title         varchar(255),
    offer         varchar(120),
    market        varchar(40),
    reason        varchar(100) not null,
    arguments     varchar(1000) not null,
    primary key (price_list_id, kind, place)
);
