package io.relais.invitation;

import java.util.EnumSet;
import java.util.Set;

/** Where a request stands (domain.md §2.1). */
public enum RequestState {
    /** Being written. */
    DRAFT,
    /** To be sent by the mail server, which has not taken it yet. */
    SENDING,
    SENT,
    /** Its addressee, or a mail scanner, has opened the link. */
    VIEWED,
    /** The addressee wants to, but something is missing; it can answer again. */
    BLOCKED,
    /** What was asked for exists. */
    ACTIVE,
    DECLINED,
    EXPIRED,
    REVOKED,
    /** Thrown away before it was sent. */
    CANCELLED;

    /** The states in which something is still to come. */
    public static final Set<RequestState> OPEN = Set.copyOf(EnumSet.of(DRAFT, SENDING, SENT, VIEWED, BLOCKED));

    /** The states in which the addressee can answer. */
    public static final Set<RequestState> ANSWERABLE = Set.copyOf(EnumSet.of(SENT, VIEWED, BLOCKED));

    public boolean open() {
        return OPEN.contains(this);
    }

    public boolean answerable() {
        return ANSWERABLE.contains(this);
    }

    /** Key of the state's name in the messages files. */
    public String key() {
        return "invitation.state." + name();
    }
}
