/**
 * Support requests of customers: opened by the customer, its reseller or the provider, worked on by the designated support contact of the
 * subscription or by the provider (domain.md F-48, F-50, F-51, §2.6). What one party may not see of a request does not exist for it.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "customer",
            "mail",
            "partnership",
            "provider",
            "security",
            "subscription",
            "tasks",
            "web"
        })
package io.relais.support;
