-- Orders that a reseller proposes for one of its customers: who proposed what when, and what the provider answered.
alter table customer_order add column proposer_id uuid;
alter table customer_order add column proposed_by varchar(254);
alter table customer_order add column proposed_at timestamp with time zone;
alter table customer_order add column proposal_note varchar(1000);
alter table customer_order add column proposal_changed boolean;
alter table customer_order add column proposal_answer varchar(1000);
alter table customer_order add column proposal_answered_by varchar(255);
alter table customer_order add column proposal_answered_at timestamp with time zone;
create index customer_order_by_proposer on customer_order (proposer_id, started_at, id);

-- What a license cost when the reseller proposed the line, to tell it if that changed.
alter table order_line add column proposed_price numeric(19, 4);

-- The reseller whose person asked a company for a relationship; null where staff asked.
alter table relationship_request add column asked_by_id uuid references reseller (id);
create index relationship_request_by_asker on relationship_request (asked_by_id, created_at, id);
