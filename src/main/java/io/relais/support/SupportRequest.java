package io.relais.support;

import io.relais.security.Side;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/** A support request. It guards its own states; who may move it is asked before by {@link SupportRequests}. */
@Entity
@Table(name = "support_request")
class SupportRequest {

    @Id
    private UUID id;

    @Version
    private Long version;

    private long number;
    private UUID customerId;
    private UUID subscriptionId;

    @Enumerated(EnumType.STRING)
    private Category category;

    @Enumerated(EnumType.STRING)
    private Severity severity;

    private String title;

    @Enumerated(EnumType.STRING)
    private SupportState state = SupportState.ATTENTION_NEEDED;

    @Enumerated(EnumType.STRING)
    private Side openedSide;

    private UUID openedParty;
    private String openedBy;
    private Instant openedAt;
    private Instant changedAt;
    private boolean routed;
    private UUID resellerId;
    private Instant dueAt;
    private Instant answeredAt;
    private Instant resolvedAt;
    private Instant closesAt;
    private Instant closedAt;
    private int entries;

    protected SupportRequest() {}

    SupportRequest(UUID id, long number, NewSupportRequest opened, Visitor by, Instant now) {
        this.id = id;
        this.number = number;
        this.customerId = opened.customer();
        this.subscriptionId = opened.subscription();
        this.category = opened.category();
        this.severity = opened.severity();
        this.title = opened.title();
        this.openedSide = by.side();
        this.openedParty = by.party();
        this.openedBy = by.name();
        this.openedAt = now;
        this.changedAt = now;
    }

    /** Counts what was written and what happened; each changes the version, so that nobody answers what they have not seen. */
    int nextEntry(Instant now) {
        changedAt = now;
        return ++entries;
    }

    /** How many there are, also of those that only staff see. */
    int entries() {
        return entries;
    }

    /** The decision table has spoken; it does so once. */
    void route(UUID reseller, Instant due) {
        if (routed) {
            throw new IllegalStateException("Routed already: " + id);
        }
        routed = true;
        give(reseller, due);
    }

    /** Whoever works on it has answered. */
    void answered(Instant now) {
        require(SupportState.ATTENTION_NEEDED, SupportState.OPEN);
        state = SupportState.OPEN;
        dueAt = null;
        if (answeredAt == null) {
            answeredAt = now;
        }
    }

    /** The other side has written; if nothing was owed before, something is now. */
    void replied(Instant due) {
        require(SupportState.OPEN);
        owe(due);
    }

    void resolve(Instant until, Instant now) {
        answered(now);
        state = SupportState.RESOLVED;
        resolvedAt = now;
        closesAt = until;
    }

    void reopen(Instant due) {
        require(SupportState.RESOLVED);
        resolvedAt = null;
        closesAt = null;
        owe(due);
    }

    /** Somebody else works on it from now on, and owes an answer. */
    void handTo(UUID reseller, Instant due) {
        require(SupportState.ATTENTION_NEEDED, SupportState.OPEN);
        give(reseller, due);
    }

    private void give(UUID reseller, Instant due) {
        resellerId = reseller;
        owe(due);
    }

    /** Somebody else would work on what owes nobody an answer now. */
    void passTo(UUID reseller) {
        require(SupportState.OPEN, SupportState.RESOLVED);
        resellerId = reseller;
    }

    private void owe(Instant due) {
        state = SupportState.ATTENTION_NEEDED;
        dueAt = due;
    }

    void close(Instant now) {
        require(SupportState.ATTENTION_NEEDED, SupportState.OPEN, SupportState.RESOLVED);
        state = SupportState.CLOSED;
        dueAt = null;
        closesAt = null;
        closedAt = now;
    }

    private void require(SupportState... allowed) {
        if (!Arrays.asList(allowed).contains(state)) {
            throw new IllegalStateException("Support request " + id + " is " + state);
        }
    }

    boolean overdue(Instant now) {
        return dueAt != null && !now.isBefore(dueAt);
    }

    Handler handler() {
        return resellerId == null ? Handler.PROVIDER : Handler.RESELLER;
    }

    boolean openedBy(Visitor visitor) {
        return openedSide == visitor.side() && Objects.equals(openedParty, visitor.party());
    }

    UUID id() {
        return id;
    }

    Long version() {
        return version;
    }

    long number() {
        return number;
    }

    UUID customerId() {
        return customerId;
    }

    UUID subscriptionId() {
        return subscriptionId;
    }

    Category category() {
        return category;
    }

    Severity severity() {
        return severity;
    }

    String title() {
        return title;
    }

    SupportState state() {
        return state;
    }

    Side openedSide() {
        return openedSide;
    }

    UUID openedParty() {
        return openedParty;
    }

    boolean routed() {
        return routed;
    }

    UUID resellerId() {
        return resellerId;
    }

    Instant openedAt() {
        return openedAt;
    }

    Instant changedAt() {
        return changedAt;
    }

    Instant dueAt() {
        return dueAt;
    }

    Instant answeredAt() {
        return answeredAt;
    }

    Instant closesAt() {
        return closesAt;
    }
}
