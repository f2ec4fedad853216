package io.relais.support;

/** How much hangs on an answer; it decides until when one is owed. */
public enum Severity {
    CRITICAL,
    MODERATE,
    MINIMAL
}
