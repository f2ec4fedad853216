package io.relais.partnership;

/** How the provider stands with a reseller: the outcome of the latest request that was sent to it. */
public enum ResellerState {
    INVITED,
    ACTIVE,
    DECLINED,
    EXPIRED,
    REVOKED;

    /** Key of the state's name in the messages files. */
    public String key() {
        return "partnership.reseller.state." + name();
    }
}
