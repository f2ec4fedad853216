package io.relais.partnership;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A reseller as others see it.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param partnerId the reseller's partner location id; null while it has not told
 * @param language {@code en} or {@code fr}
 * @param stateSince when it came into its present state
 * @param partnershipSince when the partnership began; null if there never was one
 * @param latestRequest the latest partnership request sent to it; null if there never was one
 * @param flags why it may not be used for anything new, though a partner
 */
public record ResellerCard(
        UUID id,
        String company,
        String email,
        String contact,
        String country,
        String language,
        String partnerId,
        ResellerState state,
        Instant stateSince,
        Instant partnershipSince,
        UUID latestRequest,
        Set<ComplianceFlag> flags) {

    public boolean active() {
        return state == ResellerState.ACTIVE;
    }

    /** Whether the provider does not want to work with it for now. */
    public boolean suspended() {
        return flags.contains(ComplianceFlag.SUSPENDED);
    }

    /** Whether it may be used for something new, as far as the list can tell. */
    public boolean usable() {
        return active() && flags.isEmpty();
    }
}
