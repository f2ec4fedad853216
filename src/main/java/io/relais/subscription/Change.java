package io.relais.subscription;

/** What can be changed on a subscription, each on a page of its own. */
public enum Change {
    NICKNAME,
    LICENSES,
    UPGRADE,
    SUSPEND,
    REACTIVATE,
    AUTO_RENEW,
    CANCEL,
    CONVERT,
    RESELLER,
    SUPPORT_CONTACT;

    /** Last part of the page's address. */
    public String path() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
