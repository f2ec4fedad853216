package io.relais.partnership;

/** How the provider stands with a reseller: the outcome of the latest request that was sent to it, or that its partnership was removed. */
public enum ResellerState {
    INVITED,
    ACTIVE,
    DECLINED,
    EXPIRED,
    REVOKED,
    REMOVED;

    /** Key of the state's name in the messages files. */
    public String key() {
        return "partnership.reseller.state." + name();
    }
}
