package io.relais.country;

/**
 * A state, province or prefecture of a country's list.
 *
 * @param code as in ISO 3166-2, without the country
 * @param name in the country's own language or its usual transcription
 */
public record State(String code, String name) {}
