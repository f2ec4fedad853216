package io.relais.support;

/** What a support request is about. */
public enum Category {
    /** Something does not work. */
    SERVICE,
    /** People, sign-in and rights. */
    ACCESS,
    LICENSING,
    BILLING,
    OTHER
}
