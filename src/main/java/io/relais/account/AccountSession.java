package io.relais.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A sign-in that goes on. When the row is gone, so is the session. */
@Entity
class AccountSession implements Persistable<UUID> {

    @Id
    private UUID id;

    private UUID accountId;
    private Instant signedInAt;
    private Instant usedAt;
    private String browser;
    private String address;
    private boolean secondFactorDue;

    @Transient
    private boolean fresh;

    protected AccountSession() {}

    AccountSession(UUID accountId, String browser, String address, boolean secondFactorDue, Instant now) {
        this.id = UUID.randomUUID();
        this.accountId = accountId;
        this.signedInAt = now;
        this.usedAt = now;
        this.browser = browser;
        this.address = address;
        this.secondFactorDue = secondFactorDue;
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

    Instant usedAt() {
        return usedAt;
    }

    AccountSessions.Card card(UUID here) {
        return new AccountSessions.Card(id, signedInAt, usedAt, browser, address, secondFactorDue, id.equals(here));
    }
}
