package io.relais.directory;

import java.util.EnumSet;
import java.util.Set;

/** Where a change of the profile stands (domain.md §2.7). */
public enum ChangeState {
    /** Being described; nobody else is asked for anything. */
    DRAFT,
    /** Has its number and waits for a reviewer. */
    SUBMITTED,
    /** A reviewer works on it. */
    IN_REVIEW,
    /** A reviewer asked the requester for something. */
    INFO_REQUESTED,
    /** Decided on, and about to be public. */
    APPROVED,
    PUBLISHED,
    REJECTED,
    WITHDRAWN;

    /** Submitted and not decided on. */
    static final Set<ChangeState> UNDECIDED = EnumSet.of(SUBMITTED, IN_REVIEW, INFO_REQUESTED);

    public boolean undecided() {
        return UNDECIDED.contains(this);
    }

    /** Nothing comes after it. */
    public boolean ended() {
        return this == PUBLISHED || this == REJECTED || this == WITHDRAWN;
    }
}
