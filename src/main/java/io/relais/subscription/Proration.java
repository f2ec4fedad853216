package io.relais.subscription;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * What licenses cost, or give back, for the part of a term that is left (domain.md F-37). A price is that of the whole term; what counts
 * are the full days left, so a day that has begun is used up. Something paid in installments gives back the unused part of the
 * installment that is paid; the later ones are not billed any more.
 */
final class Proration {

    private final Instant from;
    private final Instant until;
    private final Instant paidUntil;
    private final Instant now;

    private Proration(Instant from, Instant until, Instant paidUntil, Instant now) {
        this.from = from;
        this.until = until;
        this.paidUntil = paidUntil;
        this.now = now;
    }

    static Proration of(Subscription subscription, Instant now) {
        Instant from = subscription.getTermStartedAt();
        Instant until = subscription.getTermEndsAt();
        return new Proration(from, until, paidUntil(from, until, subscription.getBillingPlan(), now), now);
    }

    /** The end of the installment that runs now. */
    private static Instant paidUntil(Instant from, Instant until, String billingPlan, Instant now) {
        int months =
                switch (billingPlan) {
                    case "monthly" -> 1;
                    case "annual" -> 12;
                    default -> 0;
                };
        if (months == 0) {
            return until;
        }
        ZonedDateTime start = from.atZone(ZoneOffset.UTC);
        long passed = now.isBefore(from) ? 0 : ChronoUnit.MONTHS.between(start, now.atZone(ZoneOffset.UTC)) / months;
        Instant end = start.plusMonths((passed + 1) * months).toInstant();
        return end.isBefore(until) ? end : until;
    }

    /** What this many licenses at this price cost until the end of the term. */
    BigDecimal rest(BigDecimal unitPrice, int licenses) {
        return part(unitPrice, licenses, until);
    }

    /** What comes back for this many licenses at this price when they end now. */
    BigDecimal refund(BigDecimal unitPrice, int licenses) {
        return part(unitPrice, licenses, paidUntil);
    }

    private BigDecimal part(BigDecimal unitPrice, int licenses, Instant end) {
        long left = Math.max(0, Duration.between(now, end).toDays());
        long all = Math.max(1, Duration.between(from, until).toDays());
        return unitPrice
                .multiply(BigDecimal.valueOf(licenses))
                .multiply(BigDecimal.valueOf(left))
                .divide(BigDecimal.valueOf(all), 2, RoundingMode.HALF_UP);
    }
}
