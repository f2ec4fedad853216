-- What a reseller proposed, line by line and at which price, whatever the provider makes of it or the catalog sells later.
create table proposed_line (
    order_id              uuid    not null references customer_order,
    position              integer not null,
    offer_id              uuid    not null,
    licenses              varchar(20),
    reseller_on_record_id uuid,
    sku                   varchar(100),
    title                 varchar(300),
    term_duration         varchar(10),
    billing_plan          varchar(20),
    unit_price            numeric(19, 4),
    currency              varchar(3),
    term_total            numeric(28, 4),
    primary key (order_id, position)
);

insert into proposed_line
select l.order_id, row_number() over (partition by l.order_id order by l.position) - 1, l.offer_id, l.licenses,
       l.reseller_on_record_id, o.product_id || ':' || o.sku_id, o.title, o.term_duration, o.billing_plan, l.proposed_price,
       (select max(p.currency) from offer_price p where p.offer_id = l.offer_id and p.market = c.country),
       case when l.licenses <> '' and translate(l.licenses, '0123456789', '') = ''
            then l.proposed_price * cast(l.licenses as numeric(20)) end
from order_line l join customer_order c on c.id = l.order_id join offer o on o.id = l.offer_id
where l.proposed_price is not null;

alter table order_line drop column proposed_price;
alter table customer_order drop column proposal_changed;
