package io.relais.directory;

/** What a reviewer may say of a change; the values of the form {@code company-profile-review.form}. */
public enum Decision {
    APPROVE,
    ASK,
    REFUSE
}
