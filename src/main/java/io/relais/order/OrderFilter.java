package io.relais.order;

import java.util.UUID;

/**
 * What a list of orders shows.
 *
 * @param customer only this customer's; null for all
 * @param state null for all
 * @param reseller only of customers that this reseller manages, as of the order; null for all
 */
public record OrderFilter(UUID customer, OrderState state, UUID reseller) {}
