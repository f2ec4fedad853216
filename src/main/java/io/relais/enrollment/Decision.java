package io.relais.enrollment;

/** What staff decide on an enrollment. */
public enum Decision {
    APPROVE,
    REFUSE,
    /** Not decided yet: the reseller is asked for information. */
    ASK
}
