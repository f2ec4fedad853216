package io.relais.relationship;

import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import io.relais.invitation.Request;
import io.relais.invitation.Sending;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;

/** A request to a company that exists already for a relationship with the provider and, maybe, a reseller. */
@Entity
@Table(name = "relationship_request")
class RelationshipRequest extends Request<Invitee> {

    @Embedded
    private Invitee invitee;

    private UUID customerId;
    private boolean forCustomer;
    private UUID askedById;

    private Instant acceptedAt;

    @Embedded
    private CustomerDetails details;

    private String otherDomains;

    @Embedded
    private AgreementAttestation agreement;

    @ElementCollection
    @CollectionTable(name = "relationship_sending", joinColumns = @JoinColumn(name = "request_id"))
    @OrderBy("sentAt")
    @BatchSize(size = 100)
    private List<Sending> sendings = new ArrayList<>();

    protected RelationshipRequest() {}

    RelationshipRequest(String requestedBy, Instant now) {
        super(requestedBy, now);
    }

    /** Staff ask this customer, whom they know already; null for a company that is not a customer yet. */
    void madeFor(UUID customer) {
        if (invitee != null) {
            throw new IllegalStateException("Described already: " + id());
        }
        this.customerId = customer;
        this.forCustomer = customer != null;
    }

    /** Who answers is this customer's administrator, and says that it is the company that was asked. */
    void turnsOutToBeFor(UUID customer) {
        this.customerId = customer;
        this.forCustomer = true;
    }

    /** A reseller's own person asks, for itself and the provider. */
    void askedBy(UUID reseller) {
        if (invitee != null) {
            throw new IllegalStateException("Described already: " + id());
        }
        this.askedById = reseller;
    }

    /** The reseller whose person asks; null where staff do. */
    UUID askedBy() {
        return askedById;
    }

    /** The customer that the request was made for; null if it was made for none. */
    UUID madeFor() {
        return forCustomer ? customerId : null;
    }

    /** The company accepted; whether the relationship can begin is checked next. */
    void accepted(Acceptance acceptance, Instant now) {
        requireAnswerable();
        acceptedAt = now;
        details = acceptance.details();
        otherDomains = acceptance.otherDomains().isEmpty() ? null : String.join("\n", acceptance.otherDomains());
        agreement = acceptance.agreement();
    }

    void establish(UUID customer, Instant now) {
        if (acceptedAt == null) {
            throw new IllegalStateException("Not accepted: " + id());
        }
        this.customerId = customer;
        fulfilled(now);
    }

    /** What the company answered last; null if it did not yet. */
    Acceptance acceptance() {
        return acceptedAt == null
                ? null
                : new Acceptance(
                        false,
                        details,
                        otherDomains == null ? List.of() : List.of(otherDomains.split("\n")),
                        agreement);
    }

    @Override
    protected Invitee invitee() {
        return invitee;
    }

    @Override
    protected void invitee(Invitee described) {
        this.invitee = described;
    }

    /** Where a reseller asks, others may ask the same company: it would learn of them otherwise. */
    @Override
    protected String claimed(Invitee described) {
        return askedById == null ? super.claimed(described) : null;
    }

    /** The customer it is for, or that came of it. */
    @Override
    protected UUID party() {
        return customerId;
    }

    @Override
    protected List<Sending> sendings() {
        return sendings;
    }

    @Override
    protected Obstacle obstacle(String name) {
        return Obstacle.valueOf(name);
    }
}
