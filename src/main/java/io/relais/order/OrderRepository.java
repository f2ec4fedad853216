package io.relais.order;

import jakarta.persistence.QueryHint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.jpa.HibernateHints;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

interface OrderRepository extends Repository<Order, UUID> {

    String CARDS = "select new io.relais.order.OrderCard(o.id, o.state, o.number, o.details.companyName, o.startedBy,"
            + " o.startedAt) from Order o";

    Optional<Order> findById(UUID id);

    void delete(Order order);

    List<Order> findByStartedByAndStateAndDetailsCompanyNameIsNullOrderByStartedAtDesc(
            String person, OrderState state, Limit limit);

    @Query(CARDS + " where o.state in :states order by o.startedAt desc")
    List<OrderCard> cardsInState(List<OrderState> states, Limit limit);

    @Query(CARDS + " where o.id in :ids")
    List<OrderCard> cards(List<UUID> ids);

    @Query("select o.state, count(o) from Order o where o.state in :states group by o.state")
    List<Object[]> countByState(List<OrderState> states);

    /** Touches no table, so what is not stored yet can wait. */
    @Query(value = "select nextval('order_number_seq')", nativeQuery = true)
    @QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = "COMMIT"))
    long nextNumber();
}
