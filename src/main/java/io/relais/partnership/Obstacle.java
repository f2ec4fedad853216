package io.relais.partnership;

/**
 * Why a partnership cannot begin, or a reseller not be worked with, yet. Each has a text that says what is missing and one that says what
 * to do about it. The codes are those of the decision table {@code reseller-eligibility}.
 */
public enum Obstacle {
    NOT_AUTHORIZED,
    NOT_ENROLLED,
    AGREEMENT_MISSING,
    PARTNER_ID_MISSING,
    PARTNER_ID_TAKEN,
    PARTNER_ID_OWN,
    OTHER_REGION,
    ALREADY_CUSTOMER,
    /** Not from the table: there is no active partnership with this reseller. */
    NOT_ACTIVE,
    /** Not from the table: staff have suspended the reseller. */
    SUSPENDED,
    /** Not from the table: there was a partnership, and staff have removed it. */
    PARTNERSHIP_REMOVED;

    /** Key of the text that says what stands in the way. */
    public String key() {
        return "partnership.obstacle." + name();
    }

    /** Key of the text that says what to do about it. */
    public String remedyKey() {
        return "partnership.remedy." + name();
    }
}
