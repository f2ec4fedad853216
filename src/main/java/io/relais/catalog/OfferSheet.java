package io.relais.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All that is known of an offer.
 *
 * @param limitPerCustomer how many subscriptions a customer may have, null for any number
 * @param limitForever whether those that ended count as well
 * @param bases SKU ids and titles of what the customer must have one of
 * @param addOns SKU ids and titles of what can be added to it
 * @param upgradeTargets SKU ids and titles of what a subscription can become
 * @param prices by market, the latest first
 */
public record OfferSheet(
        UUID id,
        String sku,
        String title,
        String description,
        String publisher,
        String category,
        String segment,
        String unit,
        String termDuration,
        String billingPlan,
        int minLicenses,
        int maxLicenses,
        boolean trial,
        boolean addOn,
        boolean limitForever,
        Integer limitPerCustomer,
        Map<String, String> bases,
        Map<String, String> addOns,
        Map<String, String> upgradeTargets,
        List<Price> prices) {

    /**
     * A price in a market and when it holds.
     *
     * @param to the first instant at which it does not hold any more; null for no end
     */
    public record Price(
            String market,
            String currency,
            BigDecimal unitPrice,
            BigDecimal erpPrice,
            Instant from,
            Instant to,
            Period period) {}

    public enum Period {
        PAST("catalog.period.past"),
        CURRENT("catalog.period.current"),
        FUTURE("catalog.period.future"),
        /** Was announced and never came: a later list that was complete did not have it. */
        WITHDRAWN("catalog.period.withdrawn");

        private final String label;

        Period(String label) {
            this.label = label;
        }

        /** The message key of its name. */
        public String label() {
            return label;
        }

        static Period of(Instant from, Instant to, Instant now) {
            if (to != null && !to.isAfter(from)) {
                return WITHDRAWN;
            }
            if (from.isAfter(now)) {
                return FUTURE;
            }
            return to == null || to.isAfter(now) ? CURRENT : PAST;
        }
    }
}
