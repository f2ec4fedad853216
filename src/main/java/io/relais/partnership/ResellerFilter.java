package io.relais.partnership;

/**
 * Which resellers a list shows, and in which order.
 *
 * @param text part of the name or e-mail address, or the beginning of the partner id; null for all
 * @param state only those in this state; null for all but the removed ones
 * @param compliance only partners of whom this is true; null for all
 */
public record ResellerFilter(String text, ResellerState state, Compliance compliance, Sort sort) {

    /** Whether a partner may be used for something new, and why not. */
    public enum Compliance {
        COMPLIANT,
        FLAGGED,
        SUSPENDED,
        ENROLLMENT_LOST,
        AGREEMENT_MISSING;

        /** The one flag that is meant; null if it is none or any. */
        ComplianceFlag flag() {
            return this == COMPLIANT || this == FLAGGED ? null : ComplianceFlag.valueOf(name());
        }
    }

    /** The orders a list can be had in; each ends with the id, so that it is total. */
    public enum Sort {
        NAME("companyKey", true),
        NAME_DOWN("companyKey", false),
        COUNTRY("country", true),
        COUNTRY_DOWN("country", false),
        SINCE("stateSince", true),
        SINCE_DOWN("stateSince", false);

        final String property;
        final boolean ascending;

        Sort(String property, boolean ascending) {
            this.property = property;
            this.ascending = ascending;
        }

        boolean byTime() {
            return this == SINCE || this == SINCE_DOWN;
        }
    }

    public ResellerFilter {
        text = text == null || text.isBlank() ? null : text.strip();
        sort = sort == null ? Sort.NAME : sort;
    }

    /** Whatever the compliance. */
    public ResellerFilter(String text, ResellerState state, Sort sort) {
        this(text, state, null, sort);
    }
}
