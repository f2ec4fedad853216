/**
 * What is for sale: offers and their prices, by market and over time. {@link io.relais.catalog.Catalog} is the door;
 * {@link io.relais.catalog.PriceLists} the one for price lists that people send.
 *
 * <p>Other than the modules around it, this one speaks SQL and has no entities: there is no aggregate whose state could go wrong, only a
 * list that is loaded in bulk (a provider's real price list has hundreds of thousands of rows) and read as projections.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "provider", "security", "web"})
package io.relais.catalog;
