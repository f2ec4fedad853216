package io.relais.subscription;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Who put whom on record or named whom as support contact, and when. Lines are only ever added. */
@Entity
@Immutable
@Table(name = "subscription_association")
public class AssociationChange {

    @Id
    private UUID id;

    private UUID subscriptionId;

    @Enumerated(EnumType.STRING)
    private Association association;

    private UUID fromId;
    private UUID toId;
    private String changedBy;
    private Instant changedAt;

    protected AssociationChange() {}

    AssociationChange(
            UUID subscriptionId, Association association, UUID fromId, UUID toId, String changedBy, Instant changedAt) {
        this.id = UUID.randomUUID();
        this.subscriptionId = subscriptionId;
        this.association = association;
        this.fromId = fromId;
        this.toId = toId;
        this.changedBy = changedBy;
        this.changedAt = changedAt;
    }

    public UUID getSubscriptionId() {
        return subscriptionId;
    }

    public Association getAssociation() {
        return association;
    }

    /** Null for nobody; for a support contact, for the provider. */
    public UUID getFromId() {
        return fromId;
    }

    /** Null for nobody; for a support contact, for the provider. */
    public UUID getToId() {
        return toId;
    }

    public String getChangedBy() {
        return changedBy;
    }

    public Instant getChangedAt() {
        return changedAt;
    }
}
