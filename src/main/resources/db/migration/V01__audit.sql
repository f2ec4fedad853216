create sequence audit_entry_seq increment by 50;

create table audit_entry (
    id          bigint primary key,
    occurred_at timestamp with time zone not null,
    actor       varchar(255)             not null,
    action      varchar(100)             not null,
    object_type varchar(50)              not null,
    object_id   uuid                     not null,
    old_value   varchar(2000),
    new_value   varchar(2000)
);

create index audit_entry_object on audit_entry (object_type, object_id, occurred_at desc);
