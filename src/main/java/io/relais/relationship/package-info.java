/**
 * Requests to companies that exist already for a relationship with the provider, alone or together with a reseller (domain.md F-24): staff
 * ask, the company's administrator answers on the page behind the personal link, and the company is in the list of customers, with its
 * reseller. {@link io.relais.relationship.RelationshipRequests} is the face; the process {@code reseller-relationship} leads through it.
 *
 * <p>Whoever holds a link could name a domain that is somebody else's. So a domain that belongs to a customer here is taken for an answer
 * only on a request that staff made for that customer, from its page.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "account",
            "customer",
            "partnership",
            "invitation",
            "mail",
            "audit",
            "country",
            "provider",
            "security",
            "tasks",
            "web"
        })
package io.relais.relationship;
