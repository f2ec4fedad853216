/** Subscriptions of customers: licenses, term, price as ordered, and the reseller on record. */
@org.springframework.modulith.ApplicationModule
package io.relais.subscription;
