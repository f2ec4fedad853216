package io.relais.partnership;

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

/** A request to a reseller for a partnership. */
@Entity
@Table(name = "partnership_request")
class PartnershipRequest extends Request<Invitee> {

    @Embedded
    private Invitee invitee;

    private UUID resellerId;

    private Instant authorizedAt;
    private String legalName;
    private String answerCountry;
    private String answerPartnerId;
    private String answerContact;
    private boolean enrolled;
    private boolean agreementSigned;

    @ElementCollection
    @CollectionTable(name = "partnership_sending", joinColumns = @JoinColumn(name = "request_id"))
    @OrderBy("sentAt")
    @BatchSize(size = 100)
    private List<Sending> sendings = new ArrayList<>();

    protected PartnershipRequest() {}

    PartnershipRequest(String requestedBy, Instant now) {
        super(requestedBy, now);
    }

    void sentTo(UUID reseller) {
        this.resellerId = reseller;
    }

    /** The reseller authorized the provider; whether it may is checked next. */
    void authorized(Answer answer, Instant now) {
        requireAnswerable();
        authorizedAt = now;
        legalName = answer.legalName();
        answerCountry = answer.country();
        answerPartnerId = answer.partnerId();
        answerContact = answer.contact();
        enrolled = answer.enrolled();
        agreementSigned = answer.agreementSigned();
    }

    void activate(Instant now) {
        if (authorizedAt == null) {
            throw new IllegalStateException("Not authorized: " + id());
        }
        fulfilled(now);
    }

    /** What the reseller answered last; null if it did not yet. */
    Answer answer() {
        return authorizedAt == null
                ? null
                : new Answer(legalName, answerCountry, answerPartnerId, answerContact, enrolled, agreementSigned);
    }

    @Override
    protected Invitee invitee() {
        return invitee;
    }

    @Override
    protected void invitee(Invitee described) {
        this.invitee = described;
    }

    /** The reseller it was sent to. */
    @Override
    protected UUID party() {
        return resellerId;
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
