-- Orders for customers who exist already, and what was agreed at Submit, line by line.
alter table customer_order add column kind varchar(20) default 'NEW_CUSTOMER' not null;

alter table order_line add column sku varchar(100);
alter table order_line add column title varchar(300);
alter table order_line add column term_duration varchar(10);
alter table order_line add column billing_plan varchar(20);
alter table order_line add column unit_price numeric(19, 4);
alter table order_line add column currency varchar(3);
alter table order_line add column term_total numeric(28, 4);

update order_line set
    sku           = (select s.sku from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position),
    title         = (select s.title from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position),
    term_duration = (select s.term_duration from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position),
    billing_plan  = (select s.billing_plan from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position),
    unit_price    = (select s.unit_price from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position),
    currency      = (select s.currency from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position),
    term_total    = (select s.unit_price * s.licenses from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position)
where exists (select 1 from subscription s where s.order_id = order_line.order_id and s.line_number = order_line.position);

-- The lists show the newest first, of all, of one state, of one customer, of one reseller.
drop index customer_order_by_state;
create index customer_order_by_state on customer_order (state, started_at, id);
drop index customer_order_by_customer;
create index customer_order_by_customer on customer_order (customer_id, started_at, id);
create index customer_order_by_start on customer_order (started_at, id);
create index customer_order_by_reseller on customer_order (reseller_id, started_at, id);
create index order_line_by_reseller on order_line (reseller_on_record_id);
