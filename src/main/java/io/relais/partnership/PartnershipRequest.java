package io.relais.partnership;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.annotations.BatchSize;

/**
 * A request to a reseller for a partnership, from draft to answer. It guards its own states. Its text holds a placeholder where the
 * personal link stands; the link itself is nowhere in here.
 */
@Entity
@Table(name = "partnership_request")
class PartnershipRequest {

    /** Where the personal link stands in the stored text. */
    static final String LINK = "{link}";

    @Id
    private UUID id;

    @Version
    private Long version;

    @Enumerated(EnumType.STRING)
    private RequestState state = RequestState.DRAFT;

    private String requestedBy;
    private Instant createdAt;

    @Embedded
    private Invitee invitee;

    private String openEmail;
    private String subject;
    private String body;
    private boolean edited;

    private String keyId;
    private int generation;
    private String tokenFingerprint;

    private UUID resellerId;
    private Instant sentAt;
    private boolean roundSent;
    private boolean mailDue;
    private Instant expiresAt;
    private Instant viewedAt;
    private int reminders;
    private Instant remindedAt;
    private boolean reminderDue;
    private Instant misdirectedAt;
    private Instant closedAt;
    private String declineReason;
    private String obstacles;

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
        this.id = UUID.randomUUID();
        this.requestedBy = requestedBy;
        this.createdAt = now;
    }

    /** The personal link is now made with this key and generation; an earlier one is dead. */
    void linkedBy(String keyId, int generation, String tokenFingerprint) {
        this.keyId = keyId;
        this.generation = generation;
        this.tokenFingerprint = tokenFingerprint;
    }

    /** Staff say whom the request goes to. */
    void describe(Invitee described) {
        require(RequestState.DRAFT);
        this.invitee = Objects.requireNonNull(described);
        this.openEmail = described.email();
    }

    /** The text as the messages files propose it. */
    void propose(String subject, String body) {
        this.subject = subject;
        this.body = body;
        this.edited = false;
    }

    /** The text as staff changed it. */
    void write(String newSubject, String newBody) {
        if (!newBody.contains(LINK)) {
            throw new IllegalArgumentException("The personal link must stay in the text");
        }
        if (!newSubject.equals(subject) || !newBody.equals(body)) {
            this.subject = newSubject;
            this.body = newBody;
            this.edited = true;
        }
    }

    /** The request went out; the first time, its validity begins. */
    void sent(Channel channel, String by, Instant now) {
        if (invitee == null || !state.open()) {
            throw new IllegalStateException("Cannot be sent: " + id + " is " + state);
        }
        sendings.add(new Sending(channel, now, by));
        roundSent = true;
        reminderDue = false;
        if (sentAt == null) {
            sentAt = now;
            expiresAt = now.plus(Duration.ofDays(invitee.validityDays()));
            state = RequestState.SENT;
        }
    }

    void sentTo(UUID reseller) {
        this.resellerId = reseller;
    }

    /** Relais shall send it through the mail server. */
    void handToMailServer() {
        require(RequestState.DRAFT, RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
        mailDue = true;
        if (state == RequestState.DRAFT) {
            state = RequestState.SENDING;
        }
    }

    /** The mail server need not, or need no longer, be given anything. */
    void mailSettled() {
        mailDue = false;
    }

    /** A further sending is asked for. */
    void beginRound() {
        require(RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
        roundSent = false;
    }

    void viewed(Instant now) {
        if (state == RequestState.SENT) {
            state = RequestState.VIEWED;
            viewedAt = now;
        }
    }

    /** The reseller authorized the provider; whether it may is checked next. */
    void authorized(Answer answer, Instant now) {
        require(RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
        authorizedAt = now;
        legalName = answer.legalName();
        answerCountry = answer.country();
        answerPartnerId = answer.partnerId();
        answerContact = answer.contact();
        enrolled = answer.enrolled();
        agreementSigned = answer.agreementSigned();
    }

    /** What stands in the way of the last answer; with nothing in the way it can be activated. */
    void checked(Collection<Obstacle> found) {
        require(RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
        obstacles =
                found.isEmpty() ? null : found.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
        state = found.isEmpty() ? RequestState.VIEWED : RequestState.BLOCKED;
    }

    void activate(Instant now) {
        require(RequestState.VIEWED);
        if (authorizedAt == null || obstacles != null) {
            throw new IllegalStateException("Not authorized or not eligible: " + id);
        }
        close(RequestState.ACTIVE, now);
    }

    void declineBecause(String reason) {
        require(RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
        declineReason = reason;
    }

    /** Ends the request without a partnership. */
    void close(RequestState end, Instant now) {
        if (!state.open() || end.open()) {
            throw new IllegalStateException("Cannot become " + end + ": " + id + " is " + state);
        }
        state = end;
        closedAt = now;
        openEmail = null;
        mailDue = false;
        reminderDue = false;
    }

    void reminded(boolean byMail, Instant now) {
        require(RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
        reminders++;
        remindedAt = now;
        if (byMail) {
            sendings.add(new Sending(Channel.REMINDER, now, "system"));
        } else {
            reminderDue = true;
        }
    }

    void misdirected(Instant now) {
        require(RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
        misdirectedAt = now;
    }

    boolean expired(Instant now) {
        return state.answerable() && expiresAt != null && !now.isBefore(expiresAt);
    }

    private void require(RequestState... allowed) {
        if (!Arrays.asList(allowed).contains(state)) {
            throw new IllegalStateException("Partnership request " + id + " is " + state);
        }
    }

    UUID id() {
        return id;
    }

    RequestState state() {
        return state;
    }

    Invitee invitee() {
        return invitee;
    }

    String requestedBy() {
        return requestedBy;
    }

    String subject() {
        return subject;
    }

    String body() {
        return body;
    }

    boolean edited() {
        return edited;
    }

    String keyId() {
        return keyId;
    }

    int generation() {
        return generation;
    }

    UUID resellerId() {
        return resellerId;
    }

    Instant sentAt() {
        return sentAt;
    }

    boolean roundSent() {
        return roundSent;
    }

    boolean mailDue() {
        return mailDue;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    Instant authorizedAt() {
        return authorizedAt;
    }

    List<Sending> sendings() {
        return sendings;
    }

    /** What the reseller answered last; null if it did not yet. */
    Answer answer() {
        return authorizedAt == null
                ? null
                : new Answer(legalName, answerCountry, answerPartnerId, answerContact, enrolled, agreementSigned);
    }

    Set<Obstacle> obstacles() {
        return obstacles == null
                ? Set.of()
                : Arrays.stream(obstacles.split(","))
                        .map(Obstacle::valueOf)
                        .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    RequestCard card() {
        return new RequestCard(
                id,
                state,
                requestedBy,
                createdAt,
                invitee,
                resellerId,
                sentAt,
                expiresAt,
                viewedAt,
                reminders,
                reminderDue,
                mailDue,
                misdirectedAt,
                closedAt,
                declineReason,
                obstacles().stream().toList(),
                List.copyOf(sendings));
    }
}
