package io.relais.partnership;

/** Why a reseller, though a partner, may not be used for anything new (domain.md §2.1, "non-compliant"). */
public enum ComplianceFlag {
    /** The provider itself does not want to work with it for now. */
    SUSPENDED(Obstacle.SUSPENDED),
    /** The program has de-authorized it as an indirect reseller. */
    ENROLLMENT_LOST(Obstacle.NOT_ENROLLED),
    /** The partner agreement is not, or no longer, signed for its region. */
    AGREEMENT_MISSING(Obstacle.AGREEMENT_MISSING);

    private final Obstacle obstacle;

    ComplianceFlag(Obstacle obstacle) {
        this.obstacle = obstacle;
    }

    Obstacle obstacle() {
        return obstacle;
    }

    /** What the audit trail calls setting it. */
    String setAction() {
        return "flag_" + name();
    }

    /** What the audit trail calls lifting it. */
    String liftAction() {
        return "lift_" + name();
    }

    /** Key of the flag's name in the messages files. */
    public String key() {
        return "partnership.flag." + name();
    }
}
