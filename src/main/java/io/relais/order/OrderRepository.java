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

    List<Order> findByCustomerIdOrderByPlacedAtDesc(UUID customerId);

    @Query("select count(o) from Order o where o.state = :state")
    long countByState(OrderState state);
}
