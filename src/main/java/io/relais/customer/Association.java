package io.relais.customer;

import java.time.Instant;
import java.util.UUID;

/**
 * A reseller's association with a customer: the reseller manages the account and has administrator's access. It says nothing of who is on
 * record for a subscription or supports it.
 *
 * @param sinceBy who began it
 * @param until null while it stands
 * @param untilBy who ended it
 */
public record Association(UUID reseller, Instant since, String sinceBy, Instant until, String untilBy) {

    public boolean current() {
        return until == null;
    }
}
