package io.relais.invitation;

import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A request with a personal link, from draft to answer. It guards its own states. Its text holds a placeholder where the personal link
 * stands; the link itself is nowhere in here.
 *
 * @param <A> what is known of its addressee
 */
@MappedSuperclass
public abstract class Request<A extends Addressee> {

    /** Where the personal link stands in the stored text. */
    public static final String LINK = "{link}";

    @Id
    private UUID id;

    @Version
    private Long version;

    @Enumerated(EnumType.STRING)
    private RequestState state = RequestState.DRAFT;

    private String requestedBy;
    private Instant createdAt;

    private String openEmail;
    private String subject;
    private String body;
    private boolean edited;

    private String keyId;
    private int generation;
    private String tokenFingerprint;

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

    protected Request() {}

    protected Request(String requestedBy, Instant now) {
        this.id = UUID.randomUUID();
        this.requestedBy = requestedBy;
        this.createdAt = now;
    }

    // ---- what each kind keeps by itself
    // ---------------------------------------------------------------------------------------------

    /** Whom it goes to; null while nothing was described. */
    protected abstract A invitee();

    protected abstract void invitee(A described);

    /** The address that no other request may claim as long as this one is open; null for none. */
    protected String claimed(A described) {
        return described.email();
    }

    /** The reseller it was sent to, or the customer it is for; null while there is none. */
    protected abstract UUID party();

    /** How it went out, oldest first; may be added to. */
    protected abstract List<Sending> sendings();

    /** What the name of an obstacle stands for. */
    protected abstract InTheWay obstacle(String name);

    // ---- from draft to sent
    // ---------------------------------------------------------------------------------------------------------

    /** The personal link is now made with this key and generation; an earlier one is dead. */
    void linkedBy(String newKeyId, int newGeneration, String newTokenFingerprint) {
        this.keyId = newKeyId;
        this.generation = newGeneration;
        this.tokenFingerprint = newTokenFingerprint;
    }

    /** Staff say whom the request goes to. */
    void describe(A described) {
        require(RequestState.DRAFT);
        openEmail = claimed(described);
        invitee(described);
    }

    /** The text as the messages files propose it. */
    public void propose(String proposedSubject, String proposedBody) {
        this.subject = proposedSubject;
        this.body = proposedBody;
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
        if (invitee() == null || !state.open()) {
            throw new IllegalStateException("Cannot be sent: " + id + " is " + state);
        }
        sendings().add(new Sending(channel, now, by));
        roundSent = true;
        reminderDue = false;
        if (sentAt == null) {
            sentAt = now;
            expiresAt = now.plus(Duration.ofDays(invitee().validityDays()));
            state = RequestState.SENT;
        }
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
        requireAnswerable();
        roundSent = false;
    }

    // ---- the answer
    // -----------------------------------------------------------------------------------------------------------------

    void viewed(Instant now) {
        if (state == RequestState.SENT) {
            state = RequestState.VIEWED;
            viewedAt = now;
        }
    }

    /** What stands in the way of the last answer; with nothing in the way it can be {@link #fulfilled}. */
    void checked(Collection<? extends InTheWay> found) {
        requireAnswerable();
        obstacles = found.isEmpty()
                ? null
                : found.stream().map(InTheWay::name).distinct().sorted().collect(Collectors.joining(","));
        state = found.isEmpty() ? RequestState.VIEWED : RequestState.BLOCKED;
    }

    /** What was asked for has begun. */
    protected void fulfilled(Instant now) {
        require(RequestState.VIEWED);
        if (obstacles != null) {
            throw new IllegalStateException("Something stands in the way: " + id);
        }
        close(RequestState.ACTIVE, now);
    }

    void declineBecause(String reason) {
        requireAnswerable();
        declineReason = reason;
    }

    void misdirected(Instant now) {
        requireAnswerable();
        misdirectedAt = now;
    }

    // ---- its end
    // --------------------------------------------------------------------------------------------------------------------

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
        requireAnswerable();
        reminders++;
        remindedAt = now;
        if (byMail) {
            sendings().add(new Sending(Channel.REMINDER, now, "system"));
        } else {
            reminderDue = true;
        }
    }

    boolean expired(Instant now) {
        return state.answerable() && expiresAt != null && !now.isBefore(expiresAt);
    }

    protected void requireAnswerable() {
        require(RequestState.SENT, RequestState.VIEWED, RequestState.BLOCKED);
    }

    private void require(RequestState... allowed) {
        if (!Arrays.asList(allowed).contains(state)) {
            throw new IllegalStateException("Request " + id + " is " + state);
        }
    }

    public UUID id() {
        return id;
    }

    public RequestState state() {
        return state;
    }

    public String requestedBy() {
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

    public Instant sentAt() {
        return sentAt;
    }

    boolean roundSent() {
        return roundSent;
    }

    boolean mailDue() {
        return mailDue;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** As staff see it. */
    public RequestCard<A> card() {
        return new RequestCard<>(
                id,
                state,
                requestedBy,
                createdAt,
                invitee(),
                party(),
                sentAt,
                expiresAt,
                viewedAt,
                reminders,
                reminderDue,
                mailDue,
                misdirectedAt,
                closedAt,
                declineReason,
                obstacles == null
                        ? List.of()
                        : Arrays.stream(obstacles.split(","))
                                .map(this::obstacle)
                                .toList(),
                List.copyOf(sendings()));
    }
}
