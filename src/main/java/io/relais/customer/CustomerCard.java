package io.relais.customer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A customer as lists show it.
 *
 * @param otherDomains beside the first one
 * @param resellers the resellers that manage it now; empty for a direct customer
 * @param delegatedAdministration whether partners may administer its tenant
 * @param since when it became a customer, UTC
 * @param until when the relationship was removed, UTC; null while it stands
 */
public record CustomerCard(
        UUID id,
        CustomerDetails details,
        List<String> otherDomains,
        List<UUID> resellers,
        boolean delegatedAdministration,
        List<String> tags,
        Instant since,
        Instant until) {}
