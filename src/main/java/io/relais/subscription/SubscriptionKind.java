package io.relais.subscription;

import io.relais.catalog.CatalogItem;

/** What kind of product a subscription is to: it decides which lifecycle rule holds. */
public enum SubscriptionKind {
    LICENSE,
    /** Works only together with another subscription of the same customer, its base. */
    ADD_ON,
    /** Free of charge, for a fixed time and a fixed number of licenses (domain.md F-33). */
    TRIAL;

    static SubscriptionKind of(CatalogItem offer) {
        return offer.trial() ? TRIAL : offer.addOn() ? ADD_ON : LICENSE;
    }
}
