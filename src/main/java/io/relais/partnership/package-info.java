/**
 * Indirect resellers, and the requests by which a partnership with them comes about (domain.md F-01 to F-04). Two faces, since two nouns
 * live here with one talk between them: {@link io.relais.partnership.Resellers} answers who a reseller is and whether it may be worked
 * with; {@link io.relais.partnership.PartnershipRequests} brings a partnership about.
 *
 * <p>A request carries what staff know of the reseller; the reseller's own row comes to be when the request is first sent. So a draft
 * that is thrown away leaves nothing behind, and an old request keeps telling what was written in it.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"account", "invitation", "audit", "country", "provider", "security", "tasks", "web"})
package io.relais.partnership;
