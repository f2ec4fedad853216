package io.relais.subscription;

/** How a reseller can be tied to a subscription. Neither follows from the other, nor from who manages the customer. */
public enum Association {
    /** Earns incentive credit for the subscription (domain.md F-47). */
    ON_RECORD,
    /** Whom the customer asks for help (domain.md F-48). */
    SUPPORT_CONTACT
}
