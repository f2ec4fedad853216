package io.relais.customer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A customer as lists show it.
 *
 * @param resellers the resellers that manage it now; empty for a direct customer
 * @param since when it became a customer, UTC
 */
public record CustomerCard(UUID id, CustomerDetails details, List<UUID> resellers, Instant since) {}
