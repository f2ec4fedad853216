package io.relais.order;

import io.relais.customer.CustomerTies;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders under way for a customer, which have to be finished or cancelled before the relationship with it is removed. What a reseller has
 * been sent back ends with the relationship: nobody here could do anything about it.
 */
@Component
class OrdersOfCustomers implements CustomerTies {

    private static final Limit SHOWN = Limit.of(20);

    private final OrderRepository orders;
    private final OrderList list;

    OrdersOfCustomers(OrderRepository orders, OrderList list) {
        this.orders = orders;
        this.list = list;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> inTheWay(UUID customer) {
        return list.cards(orders.openOfCustomer(customer, OrderState.OPEN, SHOWN)).stream()
                .map(order -> new Tie(
                        order.proposal() == null ? "order.tie.customer" : "order.tie.proposal",
                        List.of(order.startedBy()),
                        "/orders/" + order.id()))
                .toList();
    }
}
