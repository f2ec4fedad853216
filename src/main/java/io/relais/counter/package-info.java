/**
 * What resellers and customers themselves see and do: the pages at /reseller and /customer. Looks at the other modules; none looks back.
 *
 * <p>Of other resellers a reseller learns neither names nor how many there are. Only where it administers a subscription, or has proposed an
 * order, that another one is on record or supports it: whose credit and whose work it is must be known, and "nobody" would not be true.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "catalog",
            "country",
            "customer",
            "enrollment",
            "invitation",
            "order",
            "partnership",
            "provider",
            "relationship",
            "security",
            "subscription",
            "tasks",
            "web"
        })
package io.relais.counter;
