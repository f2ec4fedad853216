/** Subscriptions of customers: licenses, term, price as ordered, and the reseller on record. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"customer", "catalog", "partnership", "audit", "provider", "security", "mail", "web"})
package io.relais.subscription;
