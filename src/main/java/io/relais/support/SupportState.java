package io.relais.support;

import java.util.Set;

/** Where a support request stands (domain.md §2.6). */
public enum SupportState {
    /** Whoever works on it owes an answer. */
    ATTENTION_NEEDED,
    /** Answered; the customer may reply. */
    OPEN,
    /** Solved, as far as is known; it can be opened again for a while. */
    RESOLVED,
    /** Nothing leads back from here. */
    CLOSED;

    static final Set<SupportState> UNDER_WAY = Set.of(ATTENTION_NEEDED, OPEN);

    /** Whether it is still being worked on. */
    public boolean underWay() {
        return UNDER_WAY.contains(this);
    }
}
