package io.relais.subscription;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface SubscriptionRepository extends Repository<Subscription, UUID> {

    List<Subscription> findByCustomerIdOrderByTitleAscIdAsc(UUID customerId);

    boolean existsByOrderId(UUID orderId);

    @Query("select s.resellerOnRecordId, count(s) from Subscription s where s.resellerOnRecordId in :resellers"
            + " group by s.resellerOnRecordId")
    List<Object[]> countByReseller(Collection<UUID> resellers);
}
