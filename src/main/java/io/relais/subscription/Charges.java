package io.relais.subscription;

import io.relais.customer.Customer;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ledger of what subscriptions cost, day by day. It counts as {@link Proration} does: what counts are full days up to the end of the
 * term, so a day of the term that has begun stays as it was, and what is added or given back holds from the next one.
 */
@Service
public class Charges {

    private final EntityManager entities;
    private final Clock clock;

    Charges(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    // ---- written by whoever changes a subscription, in the transaction of the change

    /** Licenses of a term that begins. */
    @Transactional(propagation = Propagation.MANDATORY)
    void beginTerm(Charge.Kind kind, Subscription subscription, String category) {
        book(kind, subscription, subscription.getLicenses(), category, subscription.getTermStartedAt());
    }

    /** Licenses that come or go, negative, for the rest of the running term; to be called while the subscription still has that term. */
    @Transactional(propagation = Propagation.MANDATORY)
    void change(Charge.Kind kind, Subscription subscription, int licenses, Instant at) {
        book(kind, subscription, licenses, category(subscription), at);
    }

    /** The same licenses of what it was sold as just now. */
    @Transactional(propagation = Propagation.MANDATORY)
    void sell(Charge.Kind kind, Subscription subscription, String category, Instant at) {
        book(kind, subscription, subscription.getLicenses(), category, at);
    }

    private void book(Charge.Kind kind, Subscription subscription, int licenses, String category, Instant at) {
        if (subscription.getUnitPrice().signum() == 0) {
            return;
        }
        Instant begun = subscription.getTermStartedAt();
        Instant end = subscription.getTermEndsAt();
        LocalDate until = LocalDate.ofInstant(end, ZoneOffset.UTC);
        long left = Math.max(0, Duration.between(at, end).toDays());
        long all = Math.max(1, Duration.between(begun, end).toDays());
        String market = entities.find(Customer.class, subscription.getCustomerId())
                .getDetails()
                .country();
        entities.persist(new Charge(
                subscription,
                kind,
                licenses,
                until.minusDays(left),
                until,
                Math.toIntExact(all),
                category,
                market,
                at,
                clock.instant()));
    }

    /** As it was when this offer was last sold to the subscription. */
    private String category(Subscription subscription) {
        return entities.createQuery(
                        "select c.category from Charge c where c.subscriptionId = :id and c.offerId = :offer"
                                + " and c.licenses > 0 order by c.happenedAt desc, c.bookedAt desc",
                        String.class)
                .setParameter("id", subscription.getId())
                .setParameter("offer", subscription.getOfferId())
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse("");
    }

    // ---- read by whoever reckons with it

    /**
     * The subscriptions that cost something on a day of this range, in the order of their ids.
     *
     * @param until the day after the last one
     * @param after the last one seen
     */
    @Transactional(readOnly = true)
    public List<UUID> subscriptionsBilled(LocalDate from, LocalDate until, UUID after, int atMost) {
        return entities.createQuery(
                        """
                        select distinct c.subscriptionId from Charge c
                        where c.subscriptionId > :after and c.untilDay > :from and c.fromDay < :until
                        order by c.subscriptionId
                        """,
                        UUID.class)
                .setParameter("after", after)
                .setParameter("from", from)
                .setParameter("until", until)
                .setMaxResults(atMost)
                .getResultList();
    }

    /** How many these are. */
    @Transactional(readOnly = true)
    public long countBilled(LocalDate from, LocalDate until) {
        return entities.createQuery(
                        "select count(distinct c.subscriptionId) from Charge c where c.untilDay > :from and c.fromDay < :until",
                        Long.class)
                .setParameter("from", from)
                .setParameter("until", until)
                .getSingleResult();
    }

    /** What these subscriptions cost in this range, in no order. */
    @Transactional(readOnly = true)
    public List<Charge> of(Collection<UUID> subscriptions, LocalDate from, LocalDate until) {
        return entities.createQuery(
                        "select c from Charge c where c.subscriptionId in :ids and c.untilDay > :from and c.fromDay < :until",
                        Charge.class)
                .setParameter("ids", subscriptions)
                .setParameter("from", from)
                .setParameter("until", until)
                .getResultList();
    }

    /** Who was put on record of these subscriptions and when, oldest first. */
    @Transactional(readOnly = true)
    public List<AssociationChange> onRecord(Collection<UUID> subscriptions) {
        return entities.createQuery(
                        "select c from AssociationChange c where c.subscriptionId in :ids and c.association = :onRecord"
                                + " order by c.changedAt, c.id",
                        AssociationChange.class)
                .setParameter("ids", subscriptions)
                .setParameter("onRecord", Association.ON_RECORD)
                .getResultList();
    }

    /** Whether something was booked, or somebody put on record, after this moment that counts for a day of this range. */
    @Transactional(readOnly = true)
    public boolean changedSince(Instant moment, LocalDate from, LocalDate until) {
        return !entities.createQuery(
                                "select c.id from Charge c where c.bookedAt > :moment and c.fromDay < :until and c.untilDay > :from",
                                UUID.class)
                        .setParameter("moment", moment)
                        .setParameter("from", from)
                        .setParameter("until", until)
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty()
                || !entities.createQuery(
                                "select c.id from AssociationChange c where c.association = :onRecord"
                                        + " and c.changedAt > :moment and c.changedAt < :end",
                                UUID.class)
                        .setParameter("onRecord", Association.ON_RECORD)
                        .setParameter("moment", moment)
                        .setParameter("end", until.atStartOfDay(ZoneOffset.UTC).toInstant())
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty();
    }
}
