package io.relais.incentive;

import java.util.UUID;

/**
 * A correction by hand, as typed.
 *
 * @param entry given by the form, so that what is sent twice is entered once
 * @param amount negative to take credit back
 */
public record Correction(UUID entry, String currency, String amount, String reason) {}
