-- product:sku ids of what a subscription can become, or a trial be converted to, separated by a blank
alter table offer add column upgrade_targets varchar(2000) default '' not null;
