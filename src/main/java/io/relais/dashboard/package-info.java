/** The first page after sign-in: what runs, what waits for the person, and what needs attention. Looks at the other modules; none looks back. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "directory",
            "enrollment",
            "order",
            "partnership",
            "relationship",
            "security",
            "subscription",
            "support",
            "tasks"
        })
package io.relais.dashboard;
