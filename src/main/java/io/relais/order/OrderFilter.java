package io.relais.order;

import java.util.List;
import java.util.UUID;

/**
 * What a list of orders shows.
 *
 * @param customer only this customer's; null for all
 * @param state null for all
 * @param proposed of drafts only those that a reseller proposes, or only the others; null for all
 * @param reseller only of customers that this reseller manages, as of the order; null for all
 * @param proposer only what this reseller proposes, its preparations too; null for all but what is only being prepared
 */
public record OrderFilter(UUID customer, OrderState state, Boolean proposed, UUID reseller, UUID proposer) {

    private static final String PROPOSED = "PROPOSED";

    /** What staff choose from: states, and drafts by whose they are. */
    public static final List<String> STATES =
            List.of("DRAFT", PROPOSED, "SENT_BACK", "SUBMITTED", "PLACED", "REFUSED", "WITHDRAWN");

    /** What staff see: everything that has reached the provider. An unknown state is none. */
    public static OrderFilter of(String state, UUID reseller) {
        boolean proposed = PROPOSED.equals(state);
        OrderState known = proposed || state == null || !STATES.contains(state) ? null : OrderState.valueOf(state);
        return new OrderFilter(
                null,
                proposed ? OrderState.DRAFT : known,
                proposed || known == OrderState.DRAFT ? proposed : null,
                reseller,
                null);
    }

    public static OrderFilter of(UUID customer) {
        return new OrderFilter(customer, null, null, null, null);
    }

    /** Of the {@link #STATES}; null for all. */
    public String stateName() {
        return Boolean.TRUE.equals(proposed) ? PROPOSED : state == null ? null : state.name();
    }
}
