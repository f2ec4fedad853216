package io.relais.enrollment;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The enrollment of a reseller, from its declaration to the decision. It guards its own states. */
@Entity
class Enrollment {

    /** How long the page behind the personal link still tells what came of it. */
    private static final Duration READABLE = Duration.ofDays(30);
    /** A link is not sent again sooner than this, nor more often than {@link #MOST_SENDINGS} times. */
    private static final Duration BETWEEN_SENDINGS = Duration.ofMinutes(5);

    private static final int MOST_SENDINGS = 6;

    @Id
    private UUID id;

    @Version
    private Long version;

    @Enumerated(EnumType.STRING)
    private EnrollmentState state;

    @Embedded
    private Declaration declaration;

    private String legalNameKey;
    private String openEmail;
    private UUID requestId;
    private UUID resellerId;
    private Instant createdAt;
    private String keyId;
    private int generation;
    private String tokenFingerprint;
    private Instant sentAt;
    private int sendings;
    private Instant answerBy;
    private Instant confirmedAt;
    private Instant agreedAt;
    private String agreedBy;
    private String agreementVersion;
    private Instant followUpAt;
    private Instant dueAt;
    private Instant remindedAt;
    private String question;
    private String askedBy;
    private Instant askedAt;
    private String answer;
    private Instant answeredAt;

    @Enumerated(EnumType.STRING)
    private Decision decision;

    private String decidedBy;
    private String reason;
    private Instant closedAt;

    protected Enrollment() {}

    Enrollment(Declaration declaration, String legalNameKey, UUID request, Instant answerBy, Instant now) {
        this.id = UUID.randomUUID();
        this.state = EnrollmentState.UNCONFIRMED;
        this.declaration = declaration;
        this.legalNameKey = legalNameKey;
        this.openEmail = declaration.email();
        this.requestId = request;
        this.answerBy = answerBy;
        this.createdAt = now;
    }

    void linkedBy(String key, int number, String fingerprint) {
        this.keyId = key;
        this.generation = number;
        this.tokenFingerprint = fingerprint;
    }

    /** The link goes out; says whether it may, so often and so soon. */
    boolean send(Instant now) {
        boolean may = sendings == 0
                || state.open() && sendings < MOST_SENDINGS && !now.isBefore(sentAt.plus(BETWEEN_SENDINGS));
        if (may) {
            sendings++;
            sentAt = now;
        }
        return may;
    }

    /** Whether the page behind the link still has something to tell. */
    boolean readable(Instant now) {
        return closedAt == null || now.isBefore(closedAt.plus(READABLE));
    }

    /** Whether the time to confirm or to accept has run out. */
    boolean late(Instant now) {
        return (state == EnrollmentState.UNCONFIRMED || state == EnrollmentState.CONFIRMED) && !now.isBefore(answerBy);
    }

    /** Its time has run out, even if the process has not said so yet: who has this address may enroll anew. */
    void freeAddress() {
        this.openEmail = null;
    }

    void confirm(Instant until, Instant now) {
        require(EnrollmentState.UNCONFIRMED);
        this.confirmedAt = now;
        this.answerBy = until;
        this.state = EnrollmentState.CONFIRMED;
    }

    void agree(String by, String agreement, Instant now) {
        require(EnrollmentState.CONFIRMED);
        this.agreedAt = now;
        this.agreedBy = by;
        this.agreementVersion = agreement;
    }

    /** It is staff's turn. */
    void toVerify(Instant followUp, Instant due) {
        if (agreedAt == null) {
            throw new IllegalStateException("Agreement not accepted: " + id);
        }
        this.state = EnrollmentState.IN_VERIFICATION;
        this.answerBy = null;
        this.followUpAt = followUp;
        this.dueAt = due;
        this.remindedAt = null;
        this.decision = null;
    }

    void reminded(Instant now) {
        this.remindedAt = now;
    }

    /** What staff decide; what comes of it is the next step's business. */
    void decide(Decision chosen, String text, String by) {
        require(EnrollmentState.IN_VERIFICATION);
        this.decision = chosen;
        this.decidedBy = by;
        if (chosen == Decision.REFUSE) {
            this.reason = text;
        } else if (chosen == Decision.ASK) {
            this.question = text;
        }
    }

    void ask(Instant until, Instant now) {
        require(EnrollmentState.IN_VERIFICATION);
        this.state = EnrollmentState.INFORMATION_ASKED;
        this.askedBy = decidedBy;
        this.askedAt = now;
        this.answer = null;
        this.answeredAt = null;
        this.answerBy = until;
        this.dueAt = null;
        this.followUpAt = null;
    }

    /** Whether staff would still read an answer: they wait for it, or have not decided without it. */
    boolean awaitsAnswer() {
        return state == EnrollmentState.INFORMATION_ASKED
                || state == EnrollmentState.IN_VERIFICATION && question != null && answer == null;
    }

    void answer(String text, String partnerId, Instant now) {
        if (!awaitsAnswer()) {
            throw new IllegalStateException("Nothing is asked: " + id + " is " + state);
        }
        this.answer = text;
        this.answeredAt = now;
        this.declaration = declaration.with(partnerId);
    }

    /** This partnership request waits for it. */
    void waitsWith(UUID request) {
        this.requestId = request;
    }

    void approved(UUID reseller, Instant now) {
        require(EnrollmentState.IN_VERIFICATION);
        this.resellerId = reseller;
        close(EnrollmentState.APPROVED, now);
    }

    void close(EnrollmentState end, Instant now) {
        if (!state.open()) {
            throw new IllegalStateException("Ended: " + id + " is " + state);
        }
        this.state = end;
        this.openEmail = null;
        this.answerBy = null;
        this.closedAt = now;
    }

    private void require(EnrollmentState needed) {
        if (state != needed) {
            throw new IllegalStateException("Not " + needed + ": " + id + " is " + state);
        }
    }

    UUID id() {
        return id;
    }

    EnrollmentState state() {
        return state;
    }

    Declaration declaration() {
        return declaration;
    }

    UUID request() {
        return requestId;
    }

    Instant createdAt() {
        return createdAt;
    }

    String keyId() {
        return keyId;
    }

    int generation() {
        return generation;
    }

    Instant answerBy() {
        return answerBy;
    }

    Instant agreedAt() {
        return agreedAt;
    }

    Instant followUpAt() {
        return followUpAt;
    }

    Instant dueAt() {
        return dueAt;
    }

    Decision decision() {
        return decision;
    }

    String decidedBy() {
        return decidedBy;
    }

    String question() {
        return question;
    }

    String answer() {
        return answer;
    }

    String reason() {
        return reason;
    }

    /** What was not done in time shows as expired, even if the process has not said so yet. */
    EnrollmentCard card(Instant now) {
        return new EnrollmentCard(
                id,
                late(now) ? EnrollmentState.EXPIRED : state,
                declaration,
                requestId,
                resellerId,
                createdAt,
                answerBy,
                confirmedAt,
                agreedAt,
                agreedBy,
                agreementVersion,
                followUpAt,
                dueAt,
                remindedAt,
                awaitsAnswer(),
                question,
                askedAt,
                answer,
                answeredAt,
                decidedBy,
                reason,
                closedAt);
    }
}
