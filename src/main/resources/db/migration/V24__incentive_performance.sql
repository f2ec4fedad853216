-- What was sold in a period is read from the index alone, without the renewals.
drop index subscription_charge_happened;
create index subscription_charge_sold on subscription_charge (kind, happened_at, on_record_id, licenses);
