package io.relais.enrollment;

import java.util.EnumSet;
import java.util.Set;

/** Where an enrollment stands (domain.md §2.5). */
public enum EnrollmentState {
    /** Declared; the e-mail address is not confirmed yet. */
    UNCONFIRMED,
    /** The address is confirmed; the agreement is not accepted yet. */
    CONFIRMED,
    /** The provider's staff look at it. */
    IN_VERIFICATION,
    /** Staff have asked for something, and wait for the answer. */
    INFORMATION_ASKED,
    APPROVED,
    REFUSED,
    EXPIRED,
    /** Taken back by the reseller. */
    WITHDRAWN;

    /** The states in which something is still to come. */
    static final Set<EnrollmentState> OPEN =
            Set.copyOf(EnumSet.of(UNCONFIRMED, CONFIRMED, IN_VERIFICATION, INFORMATION_ASKED));

    /** The open states in which an address has been confirmed: only these stand in another company's way. */
    static final Set<EnrollmentState> EARNEST = Set.copyOf(EnumSet.of(CONFIRMED, IN_VERIFICATION, INFORMATION_ASKED));

    public boolean open() {
        return OPEN.contains(this);
    }

    /** Key of the state's name in the messages files. */
    public String key() {
        return "enrollment.state." + name();
    }
}
