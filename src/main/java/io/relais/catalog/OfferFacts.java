package io.relais.catalog;

import java.math.BigDecimal;

/**
 * What is said of an offer, the same in every market. As read from a file a fact is null when the file has no such column; what was known
 * before then stays.
 *
 * @param bases {@code product:sku} ids, sorted, separated by a blank
 * @param upgradeTargets the same of what a subscription can become
 */
record OfferFacts(
        String title,
        String description,
        String publisher,
        String category,
        String unit,
        Integer minLicenses,
        Integer maxLicenses,
        Boolean trial,
        Boolean addOn,
        String bases,
        String upgradeTargets,
        Limit limit) {

    static final int MOST_LICENSES = 10_000_000;

    private static final int TRIAL_LICENSES = 25;

    /** How many subscriptions a customer may have: at a time, or ever. */
    record Limit(Kind kind, Integer count) {

        enum Kind {
            NONE,
            CONCURRENT,
            LIFETIME
        }

        static final Limit NONE = new Limit(Kind.NONE, null);
    }

    /** These facts, and where they are silent the other ones. */
    OfferFacts orElse(OfferFacts other) {
        return new OfferFacts(
                either(title, other.title),
                either(description, other.description),
                either(publisher, other.publisher),
                either(category, other.category),
                either(unit, other.unit),
                either(minLicenses, other.minLicenses),
                either(maxLicenses, other.maxLicenses),
                either(trial, other.trial),
                either(addOn, other.addOn),
                either(bases, other.bases),
                either(upgradeTargets, other.upgradeTargets),
                either(limit, other.limit));
    }

    /** These facts, and where they are silent what holds for most offers; for trials domain.md F-33: 25 licenses, one per customer. */
    OfferFacts orUsual() {
        boolean free = Boolean.TRUE.equals(trial);
        return orElse(new OfferFacts(
                "",
                "",
                "",
                free ? "Trial" : "Other",
                "License",
                free ? TRIAL_LICENSES : 1,
                free ? TRIAL_LICENSES : MOST_LICENSES,
                false,
                bases != null && !bases.isEmpty(),
                "",
                "",
                free ? new Limit(Limit.Kind.LIFETIME, 1) : Limit.NONE));
    }

    /** Refuses facts that contradict each other. */
    void check(BigDecimal unitPrice) throws RowRefusedException {
        if (minLicenses > maxLicenses) {
            throw new RowRefusedException("catalog.refused.minMax", minLicenses.toString(), maxLicenses.toString());
        }
        if (addOn && bases.isEmpty()) {
            throw new RowRefusedException("catalog.refused.addOnWithoutBase");
        }
        if (!addOn && !bases.isEmpty()) {
            throw new RowRefusedException("catalog.refused.baseWithoutAddOn");
        }
        if (trial && addOn) {
            throw new RowRefusedException("catalog.refused.trialAddOn");
        }
        if (trial && unitPrice.signum() != 0) {
            throw new RowRefusedException("catalog.refused.trialPrice", unitPrice.toPlainString());
        }
    }

    private static <T> T either(T first, T second) {
        return first != null ? first : second;
    }
}
