package io.relais.incentive;

/** Whether revenue comes of a subscription's first term or of a later one; the table of rates asks for these words. */
public enum Sale {
    NEW,
    RENEWAL
}
