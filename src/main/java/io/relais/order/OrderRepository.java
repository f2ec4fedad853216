package io.relais.order;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.jpa.HibernateHints;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

interface OrderRepository extends Repository<Order, UUID> {

    Optional<Order> findById(UUID id);

    void delete(Order order);

    List<Order> findByStartedByAndStateAndDetailsCompanyNameIsNullOrderByStartedAtDesc(
            String person, OrderState state, Limit limit);

    List<Order> findByStartedByAndStateAndKindAndCustomerIdOrderByStartedAtDesc(
            String person, OrderState state, OrderKind kind, UUID customer, Limit limit);

    @Query("select o.id from Order o where o.state in :states order by o.startedAt desc")
    List<UUID> latest(Collection<OrderState> states, Limit limit);

    @EntityGraph(attributePaths = "lines")
    List<Order> findByIdIn(List<UUID> ids);

    /** The reseller's own, whatever their state; the orders of others are not there. */
    @Query("select o from Order o where o.id = :id and o.proposal.reseller = :reseller")
    Optional<Order> findProposal(UUID id, UUID reseller);

    @Query("select o.customerId from Order o where o.id = :id and o.proposal.reseller = :reseller")
    Optional<UUID> customerOfProposal(UUID id, UUID reseller);

    /** Waits for whoever is changing it. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o from Order o where o.id = :id and o.proposal.reseller = :reseller")
    Optional<Order> lockProposal(UUID id, UUID reseller);

    @Query(
            "select o from Order o where o.proposal.reseller = :reseller and o.customerId = :customer and o.state = :state"
                    + " order by o.startedAt desc")
    List<Order> proposals(UUID reseller, UUID customer, OrderState state, Limit limit);

    String PROPOSALS = "from Order o where o.proposal.reseller = :reseller and o.state in :states";

    @Query("select o.id " + PROPOSALS + " order by o.startedAt desc")
    List<UUID> latestProposals(UUID reseller, Collection<OrderState> states, Limit limit);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o " + PROPOSALS + " order by o.id")
    List<Order> lockProposals(UUID reseller, Collection<OrderState> states);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o " + PROPOSALS + " and o.customerId = :customer order by o.id")
    List<Order> lockProposals(UUID reseller, UUID customer, Collection<OrderState> states);

    @Query(
            "select o.state, count(o) from Order o where o.proposal.reseller = :reseller and o.state in :states group by o.state")
    List<Object[]> countProposals(UUID reseller, Collection<OrderState> states);

    @Query("select o.state, case when o.proposal.reseller is null then false else true end, count(o) from Order o"
            + " where o.state in :states group by 1, 2")
    List<Object[]> countByState(List<OrderState> states);

    @Query("select count(o) from Order o where o.state = :state and o.proposal.reseller is not null")
    long countProposed(OrderState state);

    @Query("select o.id from Order o where o.customerId = :customer and o.state in :states order by o.startedAt desc")
    List<UUID> openOfCustomer(UUID customer, Collection<OrderState> states, Limit limit);

    /** Its own proposals are its to correct, or to end, until they are submitted. */
    String OPEN_OF_RESELLER =
            """
            from Order o where o.state in :states
              and (o.proposal.reseller is null or o.proposal.reseller <> :reseller or o.state = OrderState.SUBMITTED) and (o.kind = OrderKind.NEW_CUSTOMER and o.resellerId = :reseller
              or exists (select 1 from o.lines l where l.entered.resellerOnRecordId = :reseller))
            """;

    @Query("select count(o) " + OPEN_OF_RESELLER)
    long countOpenOfReseller(UUID reseller, Collection<OrderState> states);

    @Query("select o.id " + OPEN_OF_RESELLER + " order by o.startedAt desc")
    List<UUID> openOfReseller(UUID reseller, Collection<OrderState> states, Limit limit);

    /** Touches no table, so what is not stored yet can wait. */
    @Query(value = "select nextval('order_number_seq')", nativeQuery = true)
    @QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = "COMMIT"))
    long nextNumber();
}
