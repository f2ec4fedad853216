package io.relais.incentive;

import java.util.List;
import java.util.UUID;

/**
 * A paid subscription without a reseller on record.
 *
 * @param market the customer's country
 * @param monthly what a reseller would earn for the days of this month that are charged so far, were it on record on all of them
 * @param lost what nobody earned in the months that were computed
 */
public record LostCredit(
        UUID subscriptionId,
        String subscription,
        UUID customerId,
        String customer,
        String market,
        int licenses,
        List<Total> monthly,
        List<Total> lost) {}
