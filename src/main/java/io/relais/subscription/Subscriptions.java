package io.relais.subscription;

import io.relais.audit.AuditTrail;
import io.relais.catalog.CatalogItem;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The subscriptions of the provider's customers. */
@Service
public class Subscriptions {

    /**
     * One line of an order, checked and priced.
     *
     * @param resellerOnRecordId who earns incentive credit; null for nobody
     */
    public record Line(CatalogItem offer, int licenses, UUID resellerOnRecordId) {}

    private final SubscriptionRepository subscriptions;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    Subscriptions(SubscriptionRepository subscriptions, AuditTrail audit, EntityManager entities, Clock clock) {
        this.subscriptions = subscriptions;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Starts the subscriptions of an order, one per line. An order's subscriptions are started once, however often this is called.
     *
     * @param orderedBy user name of the person who submitted the order
     */
    @Transactional
    public void start(UUID customerId, UUID orderId, List<Line> lines, String orderedBy) {
        if (subscriptions.existsByOrderId(orderId)) {
            return;
        }
        for (int number = 0; number < lines.size(); number++) {
            Line line = lines.get(number);
            Subscription subscription = new Subscription(
                    customerId,
                    orderId,
                    number,
                    line.offer(),
                    line.licenses(),
                    line.resellerOnRecordId(),
                    clock.instant());
            entities.persist(subscription);
            audit.recordAs(
                    orderedBy,
                    "create_subscription",
                    "subscription",
                    subscription.getId(),
                    null,
                    line.licenses() + " × " + line.offer().title());
        }
    }

    /** A customer's subscriptions by title. */
    @Transactional(readOnly = true)
    public List<Subscription> ofCustomer(UUID customerId) {
        return subscriptions.findByCustomerIdOrderByTitleAscIdAsc(customerId);
    }
}
