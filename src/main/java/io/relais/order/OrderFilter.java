package io.relais.order;

import java.util.UUID;

/**
 * What a list of orders shows.
 *
 * @param customer only this customer's; null for all
 * @param state null for all
 * @param reseller only of customers that this reseller manages, as of the order; null for all
 * @param proposer only what this reseller proposes, its preparations too; null for all but what is only being prepared
 */
public record OrderFilter(UUID customer, OrderState state, UUID reseller, UUID proposer) {

    /** What staff see: everything that has reached the provider. */
    public OrderFilter(UUID customer, OrderState state, UUID reseller) {
        this(customer, state, reseller, null);
    }
}
