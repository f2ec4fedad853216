package io.relais.subscription;

import java.util.List;

/**
 * Subscriptions of a customer to choose from in a form.
 *
 * @param options some that match, by title, and the chosen one first if it is not among them
 * @param text what was searched for; null for nothing
 * @param more whether more match than are shown
 */
public record SubscriptionChoice(List<Subscription> options, String text, boolean more) {

    /** Whether there are so many that a field to search in is of use. */
    public boolean searchable() {
        return more || text != null;
    }
}
