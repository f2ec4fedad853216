package io.relais.order;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface OrderRepository extends Repository<Order, UUID> {

    @EntityGraph(attributePaths = "lines")
    Optional<Order> findById(UUID id);

    void delete(Order order);

    List<Order> findByStartedByAndStateAndDetailsCompanyNameIsNullOrderByStartedAtDesc(
            String person, OrderState state, Limit limit);

    List<Order> findByStateInOrderByStartedAtDesc(List<OrderState> states, Limit limit);

    List<Order> findByIdIn(List<UUID> ids);

    @Query("select o.state, count(o) from Order o where o.state in :states group by o.state")
    List<Object[]> countByState(List<OrderState> states);

    @Query(value = "select nextval('order_number_seq')", nativeQuery = true)
    long nextNumber();
}
