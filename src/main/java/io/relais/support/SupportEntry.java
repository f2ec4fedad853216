package io.relais.support;

import io.relais.security.Side;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** What was written in a support request, or happened to it. */
@Entity
@Immutable
@Table(name = "support_entry")
class SupportEntry {

    /** What an entry tells. */
    public enum Kind {
        OPENED,
        NOTE,
        INTERNAL_NOTE,
        RESOLVED,
        REOPENED,
        CLOSED,
        CLOSED_BY_TIME,
        HANDED_BACK,
        HANDED_OVER,
        TAKEN_OVER,
        ESCALATED,
        OVERDUE,
        RESELLER_LEFT;

        /** What is said between those who work on a request, the customer need not read. */
        boolean betweenPartners() {
            return this == HANDED_BACK || this == HANDED_OVER || this == TAKEN_OVER;
        }

        /** Only staff know that it exists. */
        boolean staffOnly() {
            return this == INTERNAL_NOTE || this == OVERDUE;
        }
    }

    @Id
    private UUID id;

    private UUID requestId;
    private int position;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @Enumerated(EnumType.STRING)
    private Side side;

    private UUID partyId;
    private String author;
    private Instant at;
    private UUID resellerId;
    private String text;

    protected SupportEntry() {}

    /** @param by null for what happens by itself */
    SupportEntry(SupportRequest request, int position, Kind kind, Visitor by, UUID reseller, String text, Instant now) {
        this.id = UUID.randomUUID();
        this.requestId = request.id();
        this.position = position;
        this.kind = kind;
        this.side = by == null ? null : by.side();
        this.partyId = by == null ? null : by.party();
        this.author = by == null ? "system" : by.name();
        this.at = now;
        this.resellerId = reseller;
        this.text = text;
    }

    UUID id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    Side side() {
        return side;
    }

    UUID partyId() {
        return partyId;
    }

    String author() {
        return author;
    }

    Instant at() {
        return at;
    }

    UUID resellerId() {
        return resellerId;
    }

    String text() {
        return text;
    }
}
