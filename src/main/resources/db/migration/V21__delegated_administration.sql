-- Since when the customer's delegated administration is as it is, and by whom; null where it was never granted.
alter table customer add column delegated_since timestamp with time zone;
alter table customer add column delegated_by varchar(255);

update customer set delegated_since = created_at, delegated_by = attested_by where delegated_administration = true;
update customer set delegated_since = removed_at, delegated_by = removed_by where removed_at is not null;
