package io.relais.subscription;

import io.relais.audit.AuditTrail;
import io.relais.catalog.CatalogItem;
import io.relais.web.Like;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The subscriptions of the provider's customers. */
@Service
public class Subscriptions {

    static final String OBJECT = "subscription";

    private static final int MOST_CHANGES = 100;
    private static final int OPTIONS = 50;

    /**
     * One line of an order, checked and priced.
     *
     * @param resellerOnRecordId who earns incentive credit; null for nobody
     */
    public record Line(CatalogItem offer, int licenses, UUID resellerOnRecordId) {}

    private final SubscriptionRepository subscriptions;
    private final LifecycleRules rules;
    private final AuditTrail audit;
    private final Charges charges;
    private final EntityManager entities;
    private final Clock clock;

    Subscriptions(
            SubscriptionRepository subscriptions,
            LifecycleRules rules,
            AuditTrail audit,
            Charges charges,
            EntityManager entities,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.rules = rules;
        this.audit = audit;
        this.charges = charges;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Starts the subscriptions of an order, one per line; once, which is for the order's state to see to.
     *
     * @param orderedBy user name of the person who submitted the order
     */
    @Transactional
    public void start(UUID customerId, UUID orderId, List<Line> lines, String orderedBy) {
        start(customerId, orderId, lines, orderedBy, clock.instant());
    }

    /** As if they had been ordered at that instant, for the demo's older subscriptions. */
    @Transactional
    void start(UUID customerId, UUID orderId, List<Line> lines, String orderedBy, Instant now) {
        List<Subscription> started = new ArrayList<>();
        for (int number = 0; number < lines.size(); number++) {
            Line line = lines.get(number);
            started.add(new Subscription(
                    customerId,
                    orderId,
                    number,
                    line.offer(),
                    line.licenses(),
                    line.resellerOnRecordId(),
                    rules.of(SubscriptionKind.of(line.offer())),
                    now));
        }
        for (int number = 0; number < lines.size(); number++) {
            if (started.get(number).isAddOn()) {
                base(customerId, lines.get(number).offer(), started).ifPresent(started.get(number)::addOnOf);
            }
        }
        // Bases first: an add-on's row names its base's.
        started.stream().sorted(Comparator.comparing(Subscription::isAddOn)).forEach(subscription -> {
            entities.persist(subscription);
            charges.beginTerm(
                    Charge.Kind.START,
                    subscription,
                    lines.get(subscription.getLineNumber()).offer().category());
            audit.recordAs(
                    orderedBy,
                    "create_subscription",
                    OBJECT,
                    subscription.getId(),
                    null,
                    subscription.getLicenses() + " × " + subscription.getTitle());
            if (subscription.getResellerOnRecordId() != null) {
                entities.persist(new AssociationChange(
                        subscription.getId(),
                        Association.ON_RECORD,
                        null,
                        subscription.getResellerOnRecordId(),
                        orderedBy,
                        now));
            }
        });
    }

    /** What an add-on adds to: a subscription of the same order, else the active one of the customer that lasts longest. */
    private Optional<Subscription> base(UUID customerId, CatalogItem addOn, List<Subscription> sameOrder) {
        return Stream.concat(
                        sameOrder.stream(),
                        subscriptions.findByCustomerIdOrderByTitleAscIdAsc(customerId).stream()
                                .filter(owned -> owned.getState() == Subscription.State.ACTIVE)
                                .sorted(Comparator.comparing(Subscription::getTermEndsAt)
                                        .reversed()))
                .filter(candidate -> addOn.bases().contains(candidate.getSku()))
                .findFirst();
    }

    /** All of a customer's subscriptions by title, the deleted ones too. */
    @Transactional(readOnly = true)
    public List<Subscription> ofCustomer(UUID customerId) {
        return subscriptions.findByCustomerIdOrderByTitleAscIdAsc(customerId);
    }

    /**
     * Some of a customer's subscriptions to choose one from in a form, without those that are deleted.
     *
     * @param text part of a product's name or a nickname; null for all
     * @param chosen the one that is chosen, which is offered in any case; null for none
     * @param nicknames whether nicknames are searched, too, which are not for the customer's eyes
     */
    @Transactional(readOnly = true)
    public SubscriptionChoice choice(UUID customerId, String text, UUID chosen, boolean nicknames) {
        String wanted = text == null || text.isBlank() ? null : text.strip();
        String pattern = Like.containing(wanted == null ? "" : wanted.toLowerCase(Locale.ROOT));
        List<Subscription> found =
                new ArrayList<>(subscriptions.like(customerId, pattern, nicknames, Limit.of(OPTIONS + 1)));
        boolean more = found.size() > OPTIONS;
        if (more) {
            found.remove(OPTIONS);
        }
        if (chosen != null && found.stream().noneMatch(one -> one.getId().equals(chosen))) {
            ofCustomer(customerId, chosen).ifPresent(one -> found.add(0, one));
        }
        return new SubscriptionChoice(List.copyOf(found), wanted, more);
    }

    /** A subscription with its batches of licenses. */
    @Transactional(readOnly = true)
    public Optional<Subscription> find(UUID id) {
        Optional<Subscription> found = subscriptions.findById(id);
        found.ifPresent(Subscription::getBatches);
        return found;
    }

    /** A subscription of this customer; one of another customer is not found. */
    @Transactional(readOnly = true)
    public Optional<Subscription> ofCustomer(UUID customerId, UUID id) {
        return subscriptions.findByIdAndCustomerId(id, customerId);
    }

    /** The add-ons of a subscription by title. */
    @Transactional(readOnly = true)
    public List<Subscription> addOns(UUID base) {
        return subscriptions.findByParentIdOrderByTitleAscIdAsc(base);
    }

    /** Who was put on record, or named as support contact, by whom and when; newest first. */
    @Transactional(readOnly = true)
    public List<AssociationChange> history(UUID id, Association association) {
        return entities.createQuery(
                        "select c from AssociationChange c where c.subscriptionId = :id and c.association = :association"
                                + " order by c.changedAt desc, c.id",
                        AssociationChange.class)
                .setParameter("id", id)
                .setParameter("association", association)
                .setMaxResults(MOST_CHANGES)
                .getResultList();
    }

    /**
     * A customer's subscriptions, for rules that compare with what the customer has: nobody changes them, or the rule's answer, until the
     * transaction of the caller ends.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Subscription> heldOfCustomer(UUID customerId) {
        subscriptions.lockCustomer(customerId);
        return ofCustomer(customerId);
    }
}
