/** Customers of the provider, their administrators' accounts and temporary passwords, and which reseller manages which customer. */
@org.springframework.modulith.ApplicationModule
package io.relais.customer;
