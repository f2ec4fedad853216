package io.relais.support;

/** Who works on a support request: what the table {@code support-routing} says. */
public enum Handler {
    /** The designated support contact of the subscription. */
    RESELLER,
    PROVIDER
}
