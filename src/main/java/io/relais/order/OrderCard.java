package io.relais.order;

import java.time.Instant;
import java.util.UUID;

/**
 * An order as lists show it.
 *
 * @param companyName the new customer's name; null while nobody has typed one
 */
public record OrderCard(
        UUID id, OrderState state, Long number, String companyName, String startedBy, Instant startedAt) {}
