package io.relais.partnership;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A reseller company, once it has been sent a partnership request. */
@Entity
@Table(name = "reseller")
class Reseller {

    @Id
    private UUID id;

    @Version
    private Long version;

    private String company;
    private String companyKey;
    private String email;
    private String contact;
    private String country;
    private String language;
    private String partnerId;

    @Enumerated(EnumType.STRING)
    private ResellerState state;

    private Instant stateSince;
    private Instant partnershipSince;
    private boolean enrolled;
    private Instant enrolledSince;
    private boolean agreementSigned;
    private Instant agreementSince;
    private UUID latestRequest;

    protected Reseller() {}

    Reseller(UUID request, Invitee invitee, Instant now) {
        this.id = UUID.randomUUID();
        invite(request, invitee, now);
    }

    /** A request was sent to this reseller; what it says replaces what was known from an earlier, ended one. */
    void invite(UUID request, Invitee invitee, Instant now) {
        if (state == ResellerState.ACTIVE) {
            throw new IllegalStateException("Already a partner: " + id);
        }
        this.latestRequest = request;
        this.company = invitee.company();
        this.companyKey = key(invitee.company());
        this.email = invitee.email();
        this.contact = invitee.contact();
        this.country = invitee.country();
        this.language = invitee.language();
        if (invitee.partnerId() != null) {
            this.partnerId = invitee.partnerId();
        }
        enter(ResellerState.INVITED, now);
    }

    /** The reseller authorized the provider and nothing stands in the way. */
    void activate(Answer answer, Instant now) {
        if (state != ResellerState.INVITED) {
            throw new IllegalStateException("Not invited: " + id + " is " + state);
        }
        this.company = answer.legalName();
        this.companyKey = key(answer.legalName());
        this.country = answer.country();
        this.partnerId = answer.partnerId();
        this.contact = answer.contact();
        this.enrolled = answer.enrolled();
        this.enrolledSince = answer.enrolled() ? now : null;
        this.agreementSigned = answer.agreementSigned();
        this.agreementSince = answer.agreementSigned() ? now : null;
        this.partnershipSince = now;
        enter(ResellerState.ACTIVE, now);
    }

    /** The latest request ended without a partnership. */
    void end(ResellerState outcome, Instant now) {
        if (state != ResellerState.INVITED) {
            throw new IllegalStateException("Not invited: " + id + " is " + state);
        }
        enter(outcome, now);
    }

    private void enter(ResellerState next, Instant now) {
        this.state = next;
        this.stateSince = now;
    }

    /** Names are searched and sorted by this. */
    static String key(String company) {
        return company.toLowerCase(Locale.ROOT);
    }

    UUID id() {
        return id;
    }

    String company() {
        return company;
    }

    String country() {
        return country;
    }

    String partnerId() {
        return partnerId;
    }

    ResellerState state() {
        return state;
    }

    boolean enrolled() {
        return enrolled;
    }

    boolean agreementSigned() {
        return agreementSigned;
    }

    UUID latestRequest() {
        return latestRequest;
    }

    ResellerCard card() {
        return new ResellerCard(
                id,
                company,
                email,
                contact,
                country,
                language,
                partnerId,
                state,
                stateSince,
                partnershipSince,
                latestRequest);
    }
}
