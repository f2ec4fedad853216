package io.relais.customer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** The first administrator's account of a customer. Knows only the hash of its password. */
@Entity
class AdminAccount {

    @Id
    private UUID id;

    @Version
    private Long version;

    private UUID customerId;
    private String userName;
    private String passwordHash;
    private boolean mustChange;
    private Instant passwordSetAt;

    protected AdminAccount() {}

    AdminAccount(UUID customerId, String userName, String passwordHash, Instant now) {
        this.id = UUID.randomUUID();
        this.customerId = customerId;
        this.userName = userName;
        issueTemporaryPassword(passwordHash, now);
    }

    /** The person must choose another password at the next sign-in. */
    final void issueTemporaryPassword(String newHash, Instant now) {
        this.passwordHash = newHash;
        this.mustChange = true;
        this.passwordSetAt = now;
    }

    UUID id() {
        return id;
    }

    String userName() {
        return userName;
    }
}
