package io.relais.enrollment;

/**
 * Something that staff should know before they decide.
 *
 * @param key of the sentence that says it
 * @param fine whether it speaks for the reseller
 * @param blocking whether the enrollment cannot be approved like this
 * @param args what the sentence names
 */
public record Check(String key, boolean fine, boolean blocking, Object... args) {}
