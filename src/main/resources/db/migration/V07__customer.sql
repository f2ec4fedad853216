-- A relationship that was removed leaves the customer behind, out of the lists, its domain still taken.
alter table customer add column state varchar(10) default 'CURRENT' not null;
alter table customer add column removed_at timestamp with time zone;
alter table customer add column removed_by varchar(255);
alter table customer add column removal_reason varchar(500);
alter table customer add column delegated_administration boolean default true not null;
-- Counts the changes of the details alone, so that a tag or a reseller that comes meanwhile is no conflict for who edits them.
alter table customer add column details_version bigint default 0 not null;

-- Lists are found and ordered by customer_listing from now on.
drop index customer_by_name;
drop index customer_by_age;
alter table customer drop column company_name_key;

-- Who began and who ended an association.
alter table customer_reseller add column since_by varchar(255);
alter table customer_reseller add column until_by varchar(255);
update customer_reseller set since_by =
    (select c.attested_by from customer c where c.id = customer_reseller.customer_id);
alter table customer_reseller alter column since_by set not null;

-- The customer's domains beside the first one.
create table customer_other_domain (
    domain      varchar(253) primary key,
    customer_id uuid not null references customer
);
create index customer_other_domain_by_customer on customer_other_domain (customer_id);

create table customer_tag (
    customer_id uuid         not null references customer,
    tag_key     varchar(100) not null,
    tag         varchar(50)  not null,
    primary key (customer_id, tag_key)
);

-- One ordered index for every list of customers: see CustomerListing. Bytes, because they compare alike in every database and collation.
-- The primary key also finds; V07.1 fills it from the customers that are there.
create table customer_listing (
    scope uuid  not null,
    entry bytea not null,
    primary key (scope, entry)
);
