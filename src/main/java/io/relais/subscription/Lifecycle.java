package io.relais.subscription;

import io.relais.audit.AuditTrail;
import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.Customers;
import io.relais.subscription.Subscription.State;
import io.relais.web.Formats;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves what is due: new terms, the ends of trials, of suspended and of expired subscriptions, deletions (domain.md §2.3).
 *
 * <p>A process instance per subscription would be millions of timers; one column says when a subscription is due, and one run moves
 * whatever is due by now. Each move is dated by when it was due, not by when it was made, so that a run that comes late does what the
 * missed ones would have done, several terms of a monthly subscription included.
 *
 * <p>Any number of nodes may run it at the same time: a batch takes only rows that nobody holds. Each batch is one transaction, and what
 * it moved is no longer due, so a run that breaks off is finished by the next one, and running twice changes nothing. What a batch could
 * not move, or had to leave to somebody else, is tried one by one at the end; what fails then stays due, is told in the log, and holds up
 * nothing else. Trials that become paid are left to that end: what they become counts towards a limit of the customer, who is locked first
 * as for any other change. So are add-ons that renew: whether they do depends on their base, which is locked before them.
 */
@Service
public class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private static final int BATCH = 100;
    /** What JPA calls "take what nobody holds". */
    private static final int SKIP_LOCKED = -2;

    private final SubscriptionRepository subscriptions;
    private final LifecycleRules rules;
    private final Catalog catalog;
    private final Customers customers;
    private final AuditTrail audit;
    private final Charges charges;
    private final EntityManager entities;
    private final TransactionTemplate transaction;
    private final Formats formats;
    private final Clock clock;

    Lifecycle(
            SubscriptionRepository subscriptions,
            LifecycleRules rules,
            Catalog catalog,
            Customers customers,
            AuditTrail audit,
            Charges charges,
            EntityManager entities,
            PlatformTransactionManager transactions,
            Formats formats,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.rules = rules;
        this.catalog = catalog;
        this.customers = customers;
        this.audit = audit;
        this.charges = charges;
        this.entities = entities;
        this.transaction = new TransactionTemplate(transactions);
        this.formats = formats;
        this.clock = clock;
    }

    /** How long things last, per kind of product. */
    public List<LifecycleRule> rules() {
        return rules.findAll();
    }

    /**
     * Moves everything that is due. Not to be called in a transaction.
     *
     * @return how many subscriptions were moved
     */
    public int run() {
        Instant now = clock.instant();
        int moved = 0;
        Batch batch = new Batch(Instant.EPOCH, new UUID(0, 0));
        while (batch != null) {
            Batch current = batch;
            try {
                transaction.executeWithoutResult(status -> current.move(now));
                moved += current.size;
            } catch (RuntimeException e) {
                LOG.warn("A batch of due subscriptions was not moved; they are tried one by one", e);
            }
            batch = current.next;
        }
        moved += rest(now);
        if (moved > 0) {
            LOG.info("Moved {} subscriptions that were due", moved);
        }
        return moved;
    }

    /** The next rows that nobody holds, moved together. */
    private final class Batch {

        private final Instant after;
        private final UUID afterId;
        private int size;
        private Batch next;

        Batch(Instant after, UUID afterId) {
            this.after = after;
            this.afterId = afterId;
        }

        void move(Instant now) {
            List<Subscription> due = entities.createQuery(
                            """
                            select s from Subscription s
                            where s.dueAt <= :now and (s.dueAt > :after or s.dueAt = :after and s.id > :afterId)
                              and not (s.state = 'ACTIVE' and s.autoRenew = true and (s.kind = 'TRIAL' or s.parentId is not null))
                            order by s.dueAt, s.id
                            """,
                            Subscription.class)
                    .setParameter("now", now)
                    .setParameter("after", after)
                    .setParameter("afterId", afterId)
                    .setMaxResults(BATCH)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                    .getResultList();
            size = due.size();
            if (size == BATCH) {
                Subscription last = due.get(size - 1);
                next = new Batch(last.getDueAt(), last.getId());
            }
            due.forEach(one -> Lifecycle.this.move(one, now));
        }
    }

    /** What is still due: held by somebody a moment ago, or refused in its batch. */
    private int rest(Instant now) {
        int moved = 0;
        for (UUID id : due(now)) {
            try {
                moved += Boolean.TRUE.equals(transaction.execute(status -> moveOne(id, now))) ? 1 : 0;
            } catch (RuntimeException e) {
                LOG.error("Subscription {} is due but could not be moved; the next run tries again", id, e);
            }
        }
        return moved;
    }

    private List<UUID> due(Instant now) {
        return transaction.execute(status -> entities.createQuery(
                        "select s.id from Subscription s where s.dueAt <= :now order by s.dueAt, s.id", UUID.class)
                .setParameter("now", now)
                .getResultList());
    }

    private boolean moveOne(UUID id, Instant now) {
        subscriptions.customerOf(id).ifPresent(subscriptions::lockCustomer);
        subscriptions.baseOf(id).ifPresent(subscriptions::lock);
        Optional<Subscription> due = subscriptions.lock(id).filter(one -> one.renewing(now));
        due.ifPresent(one -> move(one, now));
        return due.isPresent();
    }

    private void move(Subscription subscription, Instant now) {
        while (subscription.renewing(now)) {
            LifecycleRule rule = rules.of(subscription.getKind());
            switch (subscription.getState()) {
                case ACTIVE -> endTerm(subscription, rule, now);
                case SUSPENDED, EXPIRED -> {
                    subscription.disable(rule);
                    audit("disable_subscription", subscription, null, formats.day(subscription.getDueAt()));
                    suspendAddOns(subscription, now);
                }
                case DISABLED -> {
                    subscription.delete();
                    audit("delete_subscription", subscription, null, null);
                }
                case DELETED -> throw new IllegalStateException("Deleted and due: " + subscription.getId());
            }
        }
    }

    private void endTerm(Subscription subscription, LifecycleRule rule, Instant now) {
        if (!subscription.isAutoRenew()) {
            expire(subscription, rule, null);
        } else if (subscription.isTrial()) {
            convert(subscription, rule);
        } else if (!baseRuns(subscription, now)) {
            expire(subscription, rule, "subscription.end.base");
        } else {
            renew(subscription, rule);
        }
    }

    private void renew(Subscription subscription, LifecycleRule rule) {
        CatalogItem offer = catalog.items(Set.of(subscription.getOfferId()), market(subscription))
                .get(subscription.getOfferId());
        if (offer == null) {
            expire(subscription, rule, "subscription.end.notSold");
            return;
        }
        String before = formats.day(subscription.getTermEndsAt());
        subscription.renew(offer, rule);
        charges.beginTerm(Charge.Kind.RENEWAL, subscription, offer.category());
        audit("renew_subscription", subscription, before, formats.day(subscription.getTermEndsAt()));
    }

    /** As many licenses, for the term and paid the way that the rule says, from the trial's end on. */
    private void convert(Subscription trial, LifecycleRule rule) {
        Optional<CatalogItem> paid = catalog.conversions(trial.getOfferId(), market(trial)).stream()
                .filter(item -> item.termDuration().equals(rule.getConversionTerm()))
                .filter(item -> item.billingPlan().equals(rule.getConversionBilling()))
                .filter(item -> licensesOf(trial, item.sku()) + rule.getConversionLicenses() <= item.maxLicenses())
                .findFirst();
        if (paid.isEmpty()) {
            expire(trial, rule, "subscription.end.noConversion");
            return;
        }
        String before = trial.getTitle();
        trial.convert(
                paid.get(),
                rule.getConversionLicenses(),
                rules.of(SubscriptionKind.of(paid.get())),
                trial.getTermEndsAt());
        charges.beginTerm(Charge.Kind.CONVERSION, trial, paid.get().category());
        audit("convert_trial", trial, before, trial.getLicenses() + " × " + trial.getTitle());
    }

    private long licensesOf(Subscription except, String sku) {
        return subscriptions.findByCustomerIdOrderByTitleAscIdAsc(except.getCustomerId()).stream()
                .filter(other -> other.getSku().equals(sku) && other.getState().billed())
                .mapToLong(Subscription::getLicenses)
                .sum();
    }

    /** @param reason key of the sentence that says why it ends although it would renew; null when it was meant to end */
    private void expire(Subscription subscription, LifecycleRule rule, String reason) {
        subscription.expire(rule);
        audit("expire_subscription", subscription, null, reason);
    }

    /** An add-on is not paid for another term without a base that runs. A base that is due at the same time goes first. */
    private boolean baseRuns(Subscription addOn, Instant now) {
        if (addOn.getParentId() == null) {
            return true;
        }
        Subscription base = subscriptions.lock(addOn.getParentId()).orElseThrow();
        move(base, now);
        return base.getState() == State.ACTIVE;
    }

    /** Nobody can use an add-on whose base is gone. */
    private void suspendAddOns(Subscription base, Instant now) {
        for (UUID addOn : subscriptions.addOnsOf(base.getId())) {
            Subscription held = subscriptions.lock(addOn).orElseThrow();
            move(held, now);
            if (held.getState() == State.ACTIVE) {
                held.suspend(now);
                audit("suspend_subscription", held, null, base.name());
            }
        }
    }

    private String market(Subscription subscription) {
        return customers
                .find(subscription.getCustomerId())
                .orElseThrow()
                .getDetails()
                .country();
    }

    private void audit(String action, Subscription subscription, String before, String after) {
        audit.recordAs(AuditTrail.SYSTEM, action, Subscriptions.OBJECT, subscription.getId(), before, after);
    }
}
