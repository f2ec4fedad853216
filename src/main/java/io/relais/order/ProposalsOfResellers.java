package io.relais.order;

import io.relais.customer.AssociationEnd;
import io.relais.partnership.ResellerTies;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a reseller proposes ends with the partnership, or with its management of the customer, unless it is submitted already. What it has
 * not sent is nothing that the provider sees or counts, but goes, too.
 */
@Component
class ProposalsOfResellers implements ResellerTies.Ending, AssociationEnd {

    private static final List<OrderState> SENT = List.of(OrderState.DRAFT, OrderState.SENT_BACK);

    private final OrderRepository orders;
    private final OrderList list;
    private final ProposedOrders proposals;

    ProposalsOfResellers(OrderRepository orders, OrderList list, ProposedOrders proposals) {
        this.orders = orders;
        this.list = list;
        this.proposals = proposals;
    }

    @Override
    public String key() {
        return "proposals";
    }

    @Override
    @Transactional(readOnly = true)
    public long count(UUID reseller) {
        return orders.countProposals(reseller, SENT).stream()
                .mapToLong(row -> (Long) row[1])
                .sum();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> some(UUID reseller, int atMost) {
        return list.cards(orders.latestProposals(reseller, SENT, Limit.of(atMost))).stream()
                .map(order -> new Tie(order.companyName() + ", " + order.startedBy(), "/orders/" + order.id()))
                .toList();
    }

    @Override
    @Transactional
    public void end(UUID reseller) {
        proposals.end(orders.lockProposals(reseller, ProposedOrders.ENDABLE));
    }

    @Override
    @Transactional
    public void ended(UUID customer, UUID reseller) {
        proposals.end(orders.lockProposals(reseller, customer, ProposedOrders.ENDABLE));
    }
}
