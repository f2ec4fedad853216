package io.relais.account;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A personal link with which the holder of an account sets its password. The token in it is known to the holder only. */
@Entity
class AccountLink implements Persistable<UUID> {

    /** What a link was sent for, and how long it can be used. */
    enum Purpose {
        FIRST_PASSWORD(Duration.ofDays(7)),
        RESET(Duration.ofHours(2));

        private final Duration lifetime;

        Purpose(Duration lifetime) {
            this.lifetime = lifetime;
        }
    }

    @Id
    private UUID id;

    private UUID accountId;

    @Enumerated(EnumType.STRING)
    private Purpose purpose;

    private String fingerprint;
    private Instant createdAt;
    private Instant expiresAt;

    @Transient
    private boolean fresh;

    protected AccountLink() {}

    AccountLink(UUID accountId, Purpose purpose, String fingerprint, Instant now) {
        this.id = UUID.randomUUID();
        this.accountId = accountId;
        this.purpose = purpose;
        this.fingerprint = fingerprint;
        this.createdAt = now;
        this.expiresAt = now.plus(purpose.lifetime);
        this.fresh = true;
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return fresh;
    }

    UUID accountId() {
        return accountId;
    }
}
