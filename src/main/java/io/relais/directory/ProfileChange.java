package io.relais.directory;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;

/** A change of the profile, from draft to publication. It guards its own states (domain.md §2.7). */
@Entity
@Table(name = "profile_change")
class ProfileChange {

    /** How long a decision may take (domain.md F-60). */
    static final Duration DUE = Duration.ofDays(21);

    private static final Integer OPEN = 1;

    @Id
    private UUID id;

    @Version
    private Long version;

    private Long number;

    @Enumerated(EnumType.STRING)
    private ChangeState state = ChangeState.DRAFT;

    private String requestedBy;
    private String submittedBy;
    private Instant createdAt;
    private Instant submittedAt;
    private Instant dueAt;

    private String name;
    private UUID logoId;

    @ElementCollection
    @CollectionTable(name = "profile_location", joinColumns = @JoinColumn(name = "change_id"))
    @OrderColumn(name = "position")
    @BatchSize(size = 50)
    private List<Location> locations = new ArrayList<>();

    private UUID basedOn;
    private UUID comparedTo;

    private String question;
    private String note;
    private String decidedBy;
    private Instant decidedAt;

    private Instant remindedAt;
    private Instant escalatedAt;
    private Instant publishedAt;
    private Instant closedAt;

    private Integer openOne;

    protected ProfileChange() {}

    /** A draft that begins as the entry is now. */
    ProfileChange(String person, Profile now, UUID published, Instant at) {
        this.id = UUID.randomUUID();
        this.requestedBy = person;
        this.createdAt = at;
        this.basedOn = published;
        take(now);
    }

    /** Another logo, or none; kept at once, so that it need not be sent again when something else is wrong. */
    void show(UUID logo) {
        requireEditable();
        this.logoId = logo;
    }

    /** What is asked for. From now on no other change can be submitted. */
    void describe(Profile wanted, String answer) {
        requireEditable();
        take(wanted);
        this.note = answer;
        this.openOne = OPEN;
    }

    private void take(Profile profile) {
        this.name = profile.name();
        this.logoId = profile.logo();
        if (!locations.equals(profile.locations())) {
            this.locations.clear();
            this.locations.addAll(profile.locations());
        }
    }

    /** Somebody else's change was published meanwhile; the person was told. */
    void basedOn(UUID published) {
        requireEditable();
        this.basedOn = published;
    }

    void submit(long number, String person, Instant now) {
        require(ChangeState.DRAFT);
        this.number = number;
        this.requestedBy = person;
        this.submittedBy = person;
        this.submittedAt = now;
        this.dueAt = now.plus(DUE);
        this.openOne = OPEN;
        this.state = ChangeState.SUBMITTED;
    }

    void answer(String person) {
        require(ChangeState.INFO_REQUESTED);
        this.submittedBy = person;
        this.state = ChangeState.IN_REVIEW;
    }

    void takeUp() {
        require(ChangeState.SUBMITTED);
        this.state = ChangeState.IN_REVIEW;
    }

    void decide(Decision decision, String comment, String person, Instant now) {
        require(ChangeState.SUBMITTED, ChangeState.IN_REVIEW);
        this.question = comment;
        this.decidedBy = person;
        this.decidedAt = now;
        switch (decision) {
            case APPROVE -> this.state = ChangeState.APPROVED;
            case ASK -> {
                this.state = ChangeState.INFO_REQUESTED;
                this.note = null;
            }
            case REFUSE -> this.state = ChangeState.IN_REVIEW;
        }
    }

    void publish(UUID instead, Instant now) {
        require(ChangeState.APPROVED);
        this.publishedAt = now;
        close(ChangeState.PUBLISHED, instead, now);
    }

    void reject(UUID published, Instant now) {
        require(ChangeState.IN_REVIEW);
        close(ChangeState.REJECTED, published, now);
    }

    void withdraw(UUID published, Instant now) {
        require(ChangeState.SUBMITTED, ChangeState.IN_REVIEW, ChangeState.INFO_REQUESTED);
        close(ChangeState.WITHDRAWN, published, now);
    }

    private void close(ChangeState end, UUID published, Instant now) {
        this.state = end;
        this.comparedTo = published;
        this.closedAt = now;
        this.openOne = null;
    }

    void reminded(Instant now) {
        this.remindedAt = now;
    }

    void escalated(Instant now) {
        this.escalatedAt = now;
    }

    private void requireEditable() {
        require(ChangeState.DRAFT, ChangeState.INFO_REQUESTED);
    }

    private void require(ChangeState... states) {
        if (!Set.of(states).contains(state)) {
            throw new IllegalStateException("Change " + id + " is " + state);
        }
    }

    /** Whether this person asked for it, or answered for it: such a person decides nothing here. */
    boolean isOf(String person) {
        return person.equals(requestedBy) || person.equals(submittedBy);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version == null ? 0 : version;
    }

    ChangeState state() {
        return state;
    }

    String requestedBy() {
        return requestedBy;
    }

    Instant publishedAt() {
        return publishedAt;
    }

    UUID basedOn() {
        return basedOn;
    }

    UUID comparedTo() {
        return comparedTo;
    }

    String note() {
        return note;
    }

    Profile profile() {
        return new Profile(name, logoId, locations);
    }

    ChangeCard card() {
        return new ChangeCard(
                id,
                version(),
                number == null ? null : "P-" + number,
                state,
                requestedBy,
                createdAt,
                submittedAt,
                dueAt,
                profile(),
                question,
                decidedBy,
                decidedAt,
                note,
                escalatedAt,
                closedAt);
    }
}
