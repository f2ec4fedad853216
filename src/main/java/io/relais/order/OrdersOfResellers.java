package io.relais.order;

import io.relais.audit.AuditTrail;
import io.relais.partnership.ResellerTies;
import io.relais.partnership.Resellers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The orders under way that name a reseller: as the one that shall manage the new customer, or on record. Whoever holds such an order sees
 * the change at Review before it can be submitted.
 */
@Component
class OrdersOfResellers implements ResellerTies.Reassignable {

    private final OrderRepository orders;
    private final OrderList list;
    private final Resellers resellers;
    private final AuditTrail audit;

    OrdersOfResellers(OrderRepository orders, OrderList list, Resellers resellers, AuditTrail audit) {
        this.orders = orders;
        this.list = list;
        this.resellers = resellers;
        this.audit = audit;
    }

    @Override
    public String key() {
        return "orders";
    }

    @Override
    @Transactional(readOnly = true)
    public long count(UUID reseller) {
        return orders.countOpenOfReseller(reseller, OrderState.OPEN);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> some(UUID reseller, int atMost) {
        return list.cards(orders.openOfReseller(reseller, OrderState.OPEN, Limit.of(atMost))).stream()
                .map(order -> new Tie(
                        Stream.of(order.companyName(), order.startedBy())
                                .filter(part -> part != null)
                                .collect(Collectors.joining(", ")),
                        "/orders/" + order.id()))
                .toList();
    }

    @Override
    @Transactional
    public int reassign(UUID from, UUID to) {
        List<UUID> open = orders.openOfReseller(from, OrderState.OPEN, Limit.unlimited());
        Map<UUID, String> names =
                resellers.names(Stream.of(from, to).filter(id -> id != null).toList());
        orders.findByIdIn(open).forEach(order -> {
            order.reassign(from, to);
            audit.record("reassign_order", Orders.OBJECT, order.id(), names.get(from), to == null ? "" : names.get(to));
        });
        return open.size();
    }
}
