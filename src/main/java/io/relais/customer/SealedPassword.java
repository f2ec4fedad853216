package io.relais.customer;

import io.relais.security.SealingKeys.Sealed;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** The sealed copy of a temporary password, waiting for its single reveal. Bound to one hand-over: an order, or a reset. */
@Entity
class SealedPassword {

    @Id
    private UUID id;

    private UUID accountId;
    private UUID handOver;
    private String keyId;
    private String sealed;
    private Instant expiresAt;

    protected SealedPassword() {}

    SealedPassword(UUID accountId, UUID handOver, Sealed sealed, Instant expiresAt) {
        this.id = UUID.randomUUID();
        this.accountId = accountId;
        this.handOver = handOver;
        this.keyId = sealed.keyId();
        this.sealed = Base64.getEncoder().encodeToString(sealed.bytes());
        this.expiresAt = expiresAt;
    }

    /** What the sealed text is bound to: it cannot be opened for another account or hand-over. */
    static String context(UUID accountId, UUID handOver) {
        return "temporary-password|" + accountId + "|" + handOver;
    }

    UUID id() {
        return id;
    }

    UUID accountId() {
        return accountId;
    }

    UUID handOver() {
        return handOver;
    }

    Sealed sealed() {
        return new Sealed(keyId, Base64.getDecoder().decode(sealed));
    }

    Instant expiresAt() {
        return expiresAt;
    }
}
