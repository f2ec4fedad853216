package io.relais.partnership;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapKeyEnumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.text.Normalizer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;

/** A reseller company, once it has been sent a partnership request or has enrolled. It guards its own states. */
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
    private Instant verifiedAt;
    private Instant checkedAt;
    private String checkedBy;
    private String removedBy;
    private String removalReason;

    @ElementCollection
    @CollectionTable(name = "reseller_flag", joinColumns = @JoinColumn(name = "reseller_id"))
    @BatchSize(size = 500)
    @MapKeyColumn(name = "flag")
    @MapKeyEnumerated(EnumType.STRING)
    private Map<ComplianceFlag, Compliance.Flag> flags = new HashMap<>();

    protected Reseller() {}

    Reseller(UUID request, Invitee invitee, Instant now) {
        this.id = UUID.randomUUID();
        invite(request, invitee, now);
    }

    Reseller(EnrolledReseller company, Instant now) {
        this.id = UUID.randomUUID();
        enroll(company, now);
        enter(ResellerState.ENROLLED, now);
    }

    /** Staff have verified what the reseller declared of itself: from now on that is what is known of it. */
    void enroll(EnrolledReseller company, Instant now) {
        named(company.legalName());
        this.email = company.email();
        this.contact = company.contact();
        this.country = company.country();
        this.language = company.language();
        this.partnerId = company.partnerId();
        this.enrolled = true;
        this.enrolledSince = now;
        this.agreementSigned = true;
        this.agreementSince = company.agreedAt();
        this.verifiedAt = now;
        if (state == ResellerState.DECLINED || state == ResellerState.EXPIRED || state == ResellerState.REVOKED) {
            enter(ResellerState.ENROLLED, now);
        }
    }

    void named(String legalName) {
        this.company = legalName;
        this.companyKey = key(legalName);
    }

    /** Whether staff have verified its enrollment, so that what it declares need not be asked for again. */
    boolean verified() {
        return verifiedAt != null;
    }

    /** What the reseller need not declare again. */
    Answer facts() {
        Compliance now = compliance();
        return new Answer(company, country, partnerId, contact, now.enrolled(), now.agreementSigned());
    }

    /**
     * A request was sent to this reseller; what it says replaces what was known from an earlier, ended one. What staff have verified
     * stays.
     */
    void invite(UUID request, Invitee invitee, Instant now) {
        if (state == ResellerState.ACTIVE) {
            throw new IllegalStateException("Already a partner: " + id);
        }
        this.latestRequest = request;
        if (!verified()) {
            named(invitee.company());
            this.email = invitee.email();
            this.contact = invitee.contact();
            this.country = invitee.country();
            this.language = invitee.language();
            if (invitee.partnerId() != null) {
                this.partnerId = invitee.partnerId();
            }
        }
        this.partnershipSince = null;
        enter(ResellerState.INVITED, now);
    }

    /** The reseller authorized the provider and nothing stands in the way. */
    void activate(Answer answer, Instant now) {
        if (state != ResellerState.INVITED) {
            throw new IllegalStateException("Not invited: " + id + " is " + state);
        }
        named(answer.legalName());
        this.country = answer.country();
        this.partnerId = answer.partnerId();
        this.contact = answer.contact();
        this.enrolled = answer.enrolled();
        this.enrolledSince = !answer.enrolled() ? null : verified() ? enrolledSince : now;
        this.agreementSigned = answer.agreementSigned();
        this.agreementSince = !answer.agreementSigned() ? null : verified() ? agreementSince : now;
        this.partnershipSince = now;
        this.checkedAt = now;
        this.checkedBy = email;
        // The answer speaks for enrollment and agreement; a suspension is the provider's own and stays until it is
        // lifted.
        flags.keySet().retainAll(Set.of(ComplianceFlag.SUSPENDED));
        enter(ResellerState.ACTIVE, now);
    }

    /** Staff looked whether the reseller meets the conditions. */
    void checked(String by, Instant now) {
        require(ResellerState.ACTIVE);
        this.checkedAt = now;
        this.checkedBy = by;
    }

    void flag(ComplianceFlag flag, Compliance.Flag details) {
        require(ResellerState.ACTIVE);
        if (flags.putIfAbsent(flag, details) != null) {
            throw new IllegalStateException("Flagged already: " + id + " " + flag);
        }
    }

    void lift(ComplianceFlag flag) {
        require(ResellerState.ACTIVE);
        flags.remove(flag);
    }

    Set<ComplianceFlag> flags() {
        Set<ComplianceFlag> set = EnumSet.noneOf(ComplianceFlag.class);
        set.addAll(flags.keySet());
        return set;
    }

    Compliance compliance() {
        return new Compliance(
                enrolled && !flags.containsKey(ComplianceFlag.ENROLLMENT_LOST),
                agreementSigned && !flags.containsKey(ComplianceFlag.AGREEMENT_MISSING),
                checkedAt,
                checkedBy,
                new TreeMap<>(flags));
    }

    /** The provider ends the partnership. What hangs on it is not the reseller's own to know. */
    void remove(String reason, String by, Instant now) {
        require(ResellerState.ACTIVE);
        this.removalReason = reason;
        this.removedBy = by;
        enter(ResellerState.REMOVED, now);
    }

    private void require(ResellerState needed) {
        if (state != needed) {
            throw new IllegalStateException("Not " + needed + ": " + id + " is " + state);
        }
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

    /** Names are searched and sorted by this: in lower case and without accents. V11 did the same in SQL to what was there. */
    static String key(String company) {
        String bare = Normalizer.normalize(company.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{InCombiningDiacriticalMarks}", "")
                .replace("ß", "ss")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replace("þ", "th")
                .replace('ø', 'o')
                .replace('ł', 'l')
                .replace('đ', 'd')
                .replace('ð', 'd')
                .replace('ı', 'i');
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    UUID id() {
        return id;
    }

    String company() {
        return company;
    }

    String companyKey() {
        return companyKey;
    }

    Instant stateSince() {
        return stateSince;
    }

    String removedBy() {
        return removedBy;
    }

    String removalReason() {
        return removalReason;
    }

    String country() {
        return country;
    }

    String partnerId() {
        return partnerId;
    }

    String email() {
        return email;
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
                latestRequest,
                flags());
    }
}
