package io.relais.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A subscription with a date ahead.
 *
 * @param at when it ends, renews or is deleted, UTC
 */
public record Due(
        UUID id,
        UUID customerId,
        String customerName,
        String title,
        String nickname,
        SubscriptionKind kind,
        Subscription.State state,
        int licenses,
        Instant at) {

    /** What lies ahead. */
    public enum Kind {
        /** The term ends and no other begins: auto-renew is off, or it is suspended. */
        ENDS,
        /** A new term begins, and is paid; a trial becomes a paid subscription. */
        RENEWS,
        /** The data are deleted. */
        DELETES
    }

    /**
     * How many there are within so many days from now, each kind counted no further than to {@link #MOST}.
     */
    public record Count(int days, long ends, long renews, long deletes) {

        /** The figure of one kind. */
        public long of(String kind) {
            return switch (Kind.valueOf(kind)) {
                case ENDS -> ends;
                case RENEWS -> renews;
                case DELETES -> deletes;
            };
        }
    }

    /** Nobody reads further than this, and counting further would cost more the more there are. */
    public static final int MOST = 1000;

    /** A nickname or the product's title. */
    public String name() {
        return nickname == null ? title : nickname;
    }

    static List<Integer> days(List<LifecycleRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.getReminderDays().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
