package io.relais.order;

import io.relais.web.Keyset;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Pages of orders, the newest first: two queries each, and one for what resellers propose, however many there are and however far down the page is. */
@Component
class OrderList {

    private final EntityManager entities;
    private final OrderRepository orders;

    OrderList(EntityManager entities, OrderRepository orders) {
        this.entities = entities;
        this.orders = orders;
    }

    @Transactional(readOnly = true)
    public Keyset.Page<OrderCard> page(OrderFilter filter, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decodedTime(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decodedTime(before);
        List<OrderCard> found = find(filter, down.or(() -> up).orElse(null), up.isPresent(), size + 1);
        return Keyset.page(found, size, up.isPresent(), down.isEmpty() && up.isEmpty(), OrderList::place);
    }

    /** These orders with their lines, in the order of the ids. */
    List<OrderCard> cards(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, OrderCard> cards = orders.findByIdIn(ids).stream()
                .map(OrderCard::of)
                .collect(Collectors.toMap(OrderCard::id, Function.identity()));
        return ids.stream().filter(cards::containsKey).map(cards::get).toList();
    }

    private List<OrderCard> find(OrderFilter filter, Keyset.Place from, boolean backwards, int atMost) {
        String than = backwards ? ">" : "<";
        String direction = backwards ? "asc" : "desc";
        StringBuilder query = new StringBuilder("select o.id from Order o where 1 = 1");
        if (filter.customer() != null) {
            query.append(" and o.customerId = :customer");
        }
        if (filter.state() != null) {
            query.append(" and o.state = :state");
        }
        if (filter.proposed() != null) {
            query.append(" and o.proposal.reseller is ").append(filter.proposed() ? "not null" : "null");
        }
        if (filter.reseller() != null) {
            query.append(" and o.resellerId = :reseller");
        }
        query.append(filter.proposer() != null ? " and o.proposal.reseller = :proposer" : " and o.state <> :prepared");
        if (from != null) {
            query.append(" and (o.startedAt %1$s :at or (o.startedAt = :at and o.id %1$s :id))".formatted(than));
        }
        query.append(" order by o.startedAt %1$s, o.id %1$s".formatted(direction));
        TypedQuery<UUID> ids =
                entities.createQuery(query.toString(), UUID.class).setMaxResults(atMost);
        if (filter.customer() != null) {
            ids.setParameter("customer", filter.customer());
        }
        if (filter.state() != null) {
            ids.setParameter("state", filter.state());
        }
        if (filter.reseller() != null) {
            ids.setParameter("reseller", filter.reseller());
        }
        if (filter.proposer() != null) {
            ids.setParameter("proposer", filter.proposer());
        } else {
            ids.setParameter("prepared", OrderState.PREPARED);
        }
        if (from != null) {
            ids.setParameter("at", from.time().orElseThrow()).setParameter("id", from.id());
        }
        return cards(ids.getResultList());
    }

    private static Keyset.Place place(OrderCard order) {
        return new Keyset.Place(order.startedAt().toString(), order.id());
    }
}
