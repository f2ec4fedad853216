/**
 * Incentive credit of resellers: what the reseller on record of a subscription earns, month by month, and how the resellers perform.
 *
 * <p>The rule in one sentence: for each day (UTC) the reseller on record at its end earns, by the rate of the table {@code
 * incentive-rates.dmn}, a part of what the subscription costs that day, which is the price of its term times its licenses, divided by the
 * days of the term. So credit follows what the customer pays in the end, whichever way it is billed: what is given back or cancelled
 * earns for the days it was used and no longer, and nothing has to be taken back from a statement that was sent.
 *
 * <p>A line is one subscription, reseller and rate in a month. Its revenue is rounded half up to the digits of the currency, and its credit
 * is that revenue times the rate, rounded the same way; totals are sums of rounded lines.
 *
 * <p>Lists and figures over all subscriptions are asked of the tables directly, since no module's face could add up a million of them.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "subscription",
            "catalog",
            "customer",
            "partnership",
            "country",
            "audit",
            "provider",
            "security",
            "mail",
            "web"
        })
package io.relais.incentive;
