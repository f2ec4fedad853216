package io.relais.incentive;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;

/**
 * How the resellers perform.
 *
 * @param months of the period, the present one included
 * @param counts of resellers
 * @param top who sold most in the period, ordered by what was asked for
 * @param markets by the reseller's country
 * @param currency in which the resellers are compared by revenue: that of most lines of the period
 * @param overTime what began and what ended in each month, of subscriptions with a reseller on record
 */
public record Performance(
        int months,
        YearMonth from,
        YearMonth until,
        String currency,
        Counts counts,
        List<Top> top,
        List<Market> markets,
        List<Month> overTime) {

    /** By what the best resellers are ordered. */
    public enum Order {
        SUBSCRIPTIONS,
        LICENSES,
        REVENUE
    }

    /**
     * @param total partners now
     * @param recent whose partnership began in the period
     * @param active with a subscription on record that is not deleted
     * @param selling who sold something in the period
     * @param churned who sold or renewed something once, but nothing in the last six months nor in this one
     */
    public record Counts(long total, long recent, long active, long selling, long churned) {}

    /**
     * @param subscriptions sold in the period
     * @param licenses sold in the period, less those given back
     * @param revenue of the months of the period that are computed, one per currency
     */
    public record Top(
            UUID reseller, String company, String market, long subscriptions, long licenses, List<Revenue> revenue) {

        /** Nothing if there is none in this currency. */
        public BigDecimal in(String currency) {
            return revenue.stream()
                    .filter(one -> one.currency().equals(currency))
                    .map(Revenue::amount)
                    .findFirst()
                    .orElse(BigDecimal.ZERO);
        }
    }

    /** What subscriptions cost in the months that were computed. */
    public record Revenue(String currency, BigDecimal amount) {}

    /** The resellers of a country. @param subscriptions sold by them in the period */
    public record Market(String country, long total, long active, long selling, long subscriptions) {}

    /** What began and what ended in a month. */
    public record Month(YearMonth month, long begun, long ended) {}
}
