package io.relais.incentive;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;

/**
 * A line of credit. Lines are only ever added: what turns out otherwise is corrected by another one.
 *
 * @param earned the month it belongs to; its statement may be a later one
 * @param customer as it was called then, like {@code title}; null for a correction by hand, as all that speaks of a subscription
 * @param licenses on the last day
 * @param rate in percent
 * @param tableVersion of the table of rates
 * @param reason of a correction by hand
 * @param by for the provider's eyes only
 */
public record Entry(
        UUID id,
        Kind kind,
        YearMonth statement,
        YearMonth earned,
        UUID subscriptionId,
        String customer,
        String title,
        String category,
        String term,
        Sale sale,
        LocalDate from,
        LocalDate until,
        Integer licenses,
        String currency,
        BigDecimal revenue,
        BigDecimal rate,
        Integer tableVersion,
        BigDecimal amount,
        String reason,
        String by,
        Instant at) {

    /** How it came about. */
    public enum Kind {
        EARNED,
        /** What was found otherwise after the month was closed. */
        RECOMPUTED,
        /** What a member of staff entered. */
        MANUAL
    }
}
