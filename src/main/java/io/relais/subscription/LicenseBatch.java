package io.relais.subscription;

import jakarta.persistence.Embeddable;
import java.time.Instant;

/**
 * Licenses of the current term that were bought together (domain.md F-42).
 *
 * @param reducibleUntil until when they can be given back, UTC
 */
@Embeddable
public record LicenseBatch(int licenses, Instant addedAt, Instant reducibleUntil) {

    /** The window is open up to and including its last instant. */
    public boolean reducible(Instant now) {
        return !now.isAfter(reducibleUntil);
    }

    LicenseBatch less(int fewer) {
        return new LicenseBatch(licenses - fewer, addedAt, reducibleUntil);
    }
}
