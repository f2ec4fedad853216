package io.relais.subscription;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface SubscriptionRepository extends Repository<Subscription, UUID> {

    Optional<Subscription> findById(UUID id);

    Optional<Subscription> findByIdAndCustomerId(UUID id, UUID customerId);

    List<Subscription> findByCustomerIdOrderByTitleAscIdAsc(UUID customerId);

    /** @param pattern in lower case */
    @Query(
            """
            select s from Subscription s where s.customerId = :customer and s.state <> 'DELETED'
              and (lower(s.title) like :pattern escape '!'
                or :nicknames = true and lower(s.nickname) like :pattern escape '!')
            order by s.title, s.id""")
    List<Subscription> like(UUID customer, String pattern, boolean nicknames, Limit limit);

    List<Subscription> findByParentIdOrderByTitleAscIdAsc(UUID parentId);

    boolean existsByOrderId(UUID orderId);

    @Query("select s.resellerOnRecordId, count(s) from Subscription s where s.resellerOnRecordId in :resellers"
            + " and s.state <> 'DELETED' group by s.resellerOnRecordId")
    List<Object[]> countByReseller(Collection<UUID> resellers);

    @Query("select s.customerId from Subscription s where s.id = :id")
    Optional<UUID> customerOf(UUID id);

    @Query("select s.resellerOnRecordId from Subscription s where s.id = :id")
    Optional<UUID> resellerOnRecordOf(UUID id);

    @Query("select s.parentId from Subscription s where s.id = :addOn and s.parentId is not null")
    Optional<UUID> baseOf(UUID addOn);

    @Query("select s.id from Subscription s where s.parentId = :base order by s.id")
    List<UUID> addOnsOf(UUID base);

    /** Whoever changes subscriptions of this customer waits until the transaction of the caller ends. */
    @Query(value = "select id from customer where id = :customer for update", nativeQuery = true)
    List<Object> lockCustomer(UUID customer);

    /** Waits for whoever is changing it. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from Subscription s where s.id = :id")
    Optional<Subscription> lock(UUID id);
}
