package io.relais.partnership;

import io.relais.invitation.RequestState;

/**
 * How the provider stands with a reseller: the outcome of the latest request that was sent to it, that its partnership was removed, or
 * that it has enrolled and was not asked yet.
 */
public enum ResellerState {
    ENROLLED,
    INVITED,
    ACTIVE,
    DECLINED,
    EXPIRED,
    REVOKED,
    REMOVED;

    /** How the provider stands with a reseller whose latest request ended like this. */
    static ResellerState after(RequestState end) {
        return switch (end) {
            case DECLINED -> DECLINED;
            case EXPIRED -> EXPIRED;
            default -> REVOKED;
        };
    }

    /** Key of the state's name in the messages files. */
    public String key() {
        return "partnership.reseller.state." + name();
    }
}
