package io.relais.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One line of the audit trail. Lines are only ever added. */
@Entity
@Immutable
@Table(name = "audit_entry")
public class AuditEntry {

    static final int MAX_VALUE = 2000;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_entry_seq")
    @SequenceGenerator(name = "audit_entry_seq", allocationSize = 50)
    private Long id;

    private Instant occurredAt;
    private String actor;
    private String action;
    private String objectType;
    private UUID objectId;

    @Column(length = MAX_VALUE)
    private String oldValue;

    @Column(length = MAX_VALUE)
    private String newValue;

    protected AuditEntry() {}

    AuditEntry(
            Instant occurredAt,
            String actor,
            String action,
            String objectType,
            UUID objectId,
            String oldValue,
            String newValue) {
        this.occurredAt = occurredAt;
        this.actor = actor;
        this.action = action;
        this.objectType = objectType;
        this.objectId = objectId;
        this.oldValue = shortened(oldValue);
        this.newValue = shortened(newValue);
    }

    public Long getId() {
        return id;
    }

    public Instant getOccurredAt() {
        return occurredAt;
    }

    public String getActor() {
        return actor;
    }

    public String getAction() {
        return action;
    }

    public String getObjectType() {
        return objectType;
    }

    public UUID getObjectId() {
        return objectId;
    }

    public String getOldValue() {
        return oldValue;
    }

    public String getNewValue() {
        return newValue;
    }

    private static String shortened(String value) {
        return value == null || value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE - 1) + "…";
    }
}
