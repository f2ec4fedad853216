create sequence profile_change_number_seq start with 1001 increment by 1;

-- Logos as they were drawn anew; what was sent is kept nowhere.
create table directory_logo (
    id         uuid primary key,
    version    bigint                   not null,
    png        bytea                    not null,
    width      integer                  not null,
    height     integer                  not null,
    created_at timestamp with time zone not null
);

-- A change of what the public page says of the provider. The one that was published last is what it says.
create table profile_change (
    id           uuid primary key,
    version      bigint                   not null,
    number       bigint,
    state        varchar(20)              not null,
    requested_by varchar(255)             not null,
    submitted_by varchar(255),
    created_at   timestamp with time zone not null,
    submitted_at timestamp with time zone,
    due_at       timestamp with time zone,
    name         varchar(100),
    logo_id      uuid references directory_logo (id),
    -- The entry that the draft started from, and the one that was public when the change was closed.
    based_on     uuid references profile_change (id),
    compared_to  uuid references profile_change (id),
    question     varchar(1000),
    note         varchar(1000),
    decided_by   varchar(255),
    decided_at   timestamp with time zone,
    reminded_at  timestamp with time zone,
    escalated_at timestamp with time zone,
    published_at timestamp with time zone,
    closed_at    timestamp with time zone,
    -- 1 from submission to the end: at most one change is under review.
    open_one     integer,
    constraint profile_change_number unique (number),
    constraint profile_change_open_one unique (open_one)
);
create index profile_change_by_age on profile_change (created_at, id);

create table profile_location (
    change_id uuid         not null references profile_change (id),
    position  integer      not null,
    country   varchar(2)   not null,
    place     varchar(100),
    url       varchar(300) not null,
    primary key (change_id, position)
);
