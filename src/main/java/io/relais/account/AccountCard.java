package io.relais.account;

import io.relais.security.Side;
import java.time.Instant;
import java.util.UUID;

/**
 * An account as lists show it.
 *
 * @param party the reseller or the customer that the person belongs to
 * @param passwordSetAt since when there is the present password, chosen or temporary; null for none, as long as an invitation waits or after staff reset the access
 * @param disabledAt since when the person cannot sign in any more; null for those who can
 * @param signedInAt when the person last signed in; null for never
 * @param secondFactorSince since when signing in asks for a code, too; null where it does not
 */
public record AccountCard(
        UUID id,
        Side side,
        UUID party,
        String userName,
        Holder holder,
        boolean administrator,
        Instant passwordSetAt,
        Instant disabledAt,
        Instant createdAt,
        Instant signedInAt,
        Instant secondFactorSince) {

    public boolean enabled() {
        return disabledAt == null;
    }
}
