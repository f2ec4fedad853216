/** Customers of the provider, their administrators' accounts and temporary passwords, and which reseller manages which customer. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"partnership", "account", "audit", "country", "mail", "provider", "security", "web"})
package io.relais.customer;
