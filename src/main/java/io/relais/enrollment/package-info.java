/**
 * The enrollment of resellers (domain.md F-04, §2.5): a company declares itself, confirms its address, accepts the partner agreement, and is
 * verified by the provider's staff. What it says of its company and of its support contact is kept beyond that by
 * {@link io.relais.enrollment.ResellerProfiles}.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "partnership",
            "invitation",
            "account",
            "country",
            "mail",
            "audit",
            "provider",
            "security",
            "tasks",
            "web"
        })
package io.relais.enrollment;
