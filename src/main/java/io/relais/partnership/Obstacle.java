package io.relais.partnership;

import io.relais.invitation.InTheWay;

/**
 * Why a partnership cannot begin, or a reseller not be worked with, yet. Each has a text that says what is missing and one that says what
 * to do about it. The codes are those of the decision table {@code reseller-eligibility}.
 */
public enum Obstacle implements InTheWay {
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

    @Override
    public String key() {
        return "partnership.obstacle." + name();
    }

    @Override
    public String remedyKey() {
        return "partnership.remedy." + name();
    }
}
