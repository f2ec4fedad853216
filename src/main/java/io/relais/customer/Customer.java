package io.relais.customer;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** A customer of the provider. Its id is the customer's Microsoft ID (tenant id) towards clients of the API. */
@Entity
public class Customer {

    /** Whether the relationship stands (domain.md §2.4). A removed one may be taken up again. */
    public enum State {
        CURRENT,
        REMOVED
    }

    @Id
    private UUID id;

    @Version
    private Long version;

    @Embedded
    private CustomerDetails details;

    private long detailsVersion;

    @Embedded
    private AgreementAttestation agreement;

    private String attestedBy;
    private boolean delegatedAdministration;
    private Instant delegatedSince;
    private String delegatedBy;

    @Enumerated(EnumType.STRING)
    private State state;

    private Instant createdAt;
    private Instant removedAt;
    private String removedBy;
    private String removalReason;

    protected Customer() {}

    Customer(
            CustomerDetails details,
            AgreementAttestation agreement,
            boolean delegatedAdministration,
            String attestedBy,
            Instant createdAt) {
        this.id = UUID.randomUUID();
        this.details = details;
        this.agreement = agreement;
        this.attestedBy = attestedBy;
        this.state = State.CURRENT;
        this.createdAt = createdAt;
        if (delegatedAdministration) {
            delegateAdministration(true, attestedBy, createdAt);
        }
    }

    /** Its country and first domain stay what they are, whatever the new details say. */
    void change(CustomerDetails changed) {
        this.details = details.changed(changed.changeable());
        this.detailsVersion++;
    }

    /** The customer lets partners administer its tenant, or takes that back: nobody else decides on it (domain.md F-26). */
    void delegateAdministration(boolean granted, String by, Instant now) {
        this.delegatedAdministration = granted;
        this.delegatedSince = now;
        this.delegatedBy = by;
    }

    void remove(String by, String reason, Instant now) {
        if (state != State.CURRENT) {
            throw new IllegalStateException("Customer " + id + " is removed already");
        }
        this.state = State.REMOVED;
        this.removedBy = by;
        this.removalReason = reason;
        this.removedAt = now;
        if (delegatedAdministration) {
            delegateAdministration(false, by, now);
        }
    }

    /** The customer accepted the relationship anew. */
    void takeUpAgain(AgreementAttestation accepted, String by) {
        if (state != State.REMOVED) {
            throw new IllegalStateException("Customer " + id + " is a customer");
        }
        this.state = State.CURRENT;
        this.removedBy = null;
        this.removalReason = null;
        this.removedAt = null;
        this.agreement = accepted;
        this.attestedBy = by;
    }

    public UUID getId() {
        return id;
    }

    public CustomerDetails getDetails() {
        return details;
    }

    /** Number of times that the details were changed: who edits them says which they saw. */
    public long getDetailsVersion() {
        return detailsVersion;
    }

    public AgreementAttestation getAgreement() {
        return agreement;
    }

    /** User name of the staff member who attested the agreement, or who accepted it for the customer. */
    public String getAttestedBy() {
        return attestedBy;
    }

    /** Whether partners may administer the customer's tenant. */
    public boolean isDelegatedAdministration() {
        return delegatedAdministration;
    }

    /** Since when the delegated administration is granted, or ended, UTC; null if it was never granted. */
    public Instant getDelegatedSince() {
        return delegatedSince;
    }

    /** Who granted or ended it. */
    public String getDelegatedBy() {
        return delegatedBy;
    }

    /** Whether the relationship stands; a former customer is not sold to. */
    public boolean isCurrent() {
        return state == State.CURRENT;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    /** When the relationship was removed (UTC); null while it stands. */
    public Instant getRemovedAt() {
        return removedAt;
    }

    public String getRemovedBy() {
        return removedBy;
    }

    public String getRemovalReason() {
        return removalReason;
    }
}
