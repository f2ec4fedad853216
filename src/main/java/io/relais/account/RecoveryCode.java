package io.relais.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** Stands in for the second factor, once. */
@Entity
@Table(name = "account_recovery_code")
class RecoveryCode implements Persistable<UUID> {

    @Id
    private UUID id;

    private UUID accountId;
    private String fingerprint;

    @Transient
    private boolean fresh;

    protected RecoveryCode() {}

    RecoveryCode(UUID accountId, String fingerprint) {
        this.id = UUID.randomUUID();
        this.accountId = accountId;
        this.fingerprint = fingerprint;
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
}
