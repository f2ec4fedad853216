package io.relais.order;

import io.relais.subscription.Subscription;

/**
 * A subscription that the customer has or had, as far as it matters to a new order.
 *
 * @param orderedSku what it was ordered as, whatever it has become since: a trial that was converted stays one that was had
 */
record Owned(String sku, String orderedSku, String title, Subscription.State state, int licenses, boolean trial) {

    static Owned of(Subscription subscription) {
        return new Owned(
                subscription.getSku(),
                subscription.getOrderedSku(),
                subscription.getTitle(),
                subscription.getState(),
                subscription.getLicenses(),
                subscription.isTrial());
    }

    /** Whatever is not deleted counts towards the limits of its offer, usable or not (domain.md F-31). */
    boolean counts() {
        return state != Subscription.State.DELETED;
    }

    String productId() {
        return sku.substring(0, sku.indexOf(':'));
    }
}
