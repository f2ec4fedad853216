package io.relais.subscription;

import io.relais.partnership.ResellerTies;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.Transactional;

/** What ties subscriptions to a reseller whose partnership is to be removed: two kinds, reassigned each by itself. */
@Configuration
class AssociationTies {

    private static final int BATCH = 200;

    @Bean
    ResellerTies.Reassignable onRecordTies(
            SubscriptionRepository subscriptions, SubscriptionChanges changes, EntityManager entities) {
        return new Ties(
                "on-record",
                "resellerOnRecordId",
                Subscription::getResellerOnRecordId,
                changes::onRecord,
                subscriptions,
                entities);
    }

    @Bean
    ResellerTies.Reassignable supportContactTies(
            SubscriptionRepository subscriptions, SubscriptionChanges changes, EntityManager entities) {
        return new Ties(
                "support-contact",
                "supportContactId",
                Subscription::getSupportContactId,
                changes::supportedWherePossibleBy,
                subscriptions,
                entities) {

            /** Credit for what was sold stays (F-04); but whom customers are sent to for help must be a partner (F-48: a candidate). */
            @Override
            public boolean stays() {
                return false;
            }
        };
    }

    /** Deleted subscriptions keep whom they had: they are history. */
    static class Ties implements ResellerTies.Reassignable {

        private final String key;
        private final String condition;
        private final Function<Subscription, UUID> present;
        private final BiConsumer<Subscription, UUID> give;
        private final SubscriptionRepository subscriptions;
        private final EntityManager entities;

        Ties(
                String key,
                String property,
                Function<Subscription, UUID> present,
                BiConsumer<Subscription, UUID> give,
                SubscriptionRepository subscriptions,
                EntityManager entities) {
            this.key = key;
            this.condition = " where s." + property + " = :reseller and s.state <> 'DELETED'";
            this.present = present;
            this.give = give;
            this.subscriptions = subscriptions;
            this.entities = entities;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        @Transactional(readOnly = true)
        public long count(UUID reseller) {
            return of("select count(s) from Subscription s" + condition, Long.class, reseller)
                    .getSingleResult();
        }

        @Override
        @Transactional(readOnly = true)
        public List<Tie> some(UUID reseller, int atMost) {
            return of(
                            "select s.id, coalesce(s.nickname, s.title), c.details.companyName from Subscription s"
                                    + " join Customer c on c.id = s.customerId" + condition
                                    + " order by s.state, s.id",
                            Object[].class,
                            reseller)
                    .setMaxResults(atMost)
                    .getResultList()
                    .stream()
                    .map(row -> new Tie(row[2] + " – " + row[1], "/subscriptions/" + row[0]))
                    .toList();
        }

        @Override
        @Transactional
        public int reassign(UUID from, UUID to) {
            if (from.equals(to)) {
                throw new IllegalArgumentException("Nothing changes from " + from + " to itself");
            }
            int changed = 0;
            List<UUID> ids;
            do {
                ids = of("select s.id from Subscription s" + condition + " order by s.id", UUID.class, from)
                        .setMaxResults(BATCH)
                        .getResultList();
                for (UUID id : ids) {
                    // As for every change: the customer first, then what it has.
                    subscriptions.customerOf(id).ifPresent(subscriptions::lockCustomer);
                    Subscription subscription = subscriptions.lock(id).orElseThrow();
                    // Who waited for somebody else's change does not undo it.
                    if (from.equals(present.apply(subscription))) {
                        give.accept(subscription, to);
                        changed++;
                    }
                    entities.flush();
                    // However many there are, they are not all kept; what the caller works on stays.
                    entities.detach(subscription);
                }
            } while (ids.size() == BATCH);
            return changed;
        }

        private <T> TypedQuery<T> of(String query, Class<T> type, UUID reseller) {
            return entities.createQuery(query, type).setParameter("reseller", reseller);
        }
    }
}
