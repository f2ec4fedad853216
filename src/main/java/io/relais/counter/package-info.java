/** What resellers and customers themselves see and do: the pages at /reseller and /customer. Looks at the other modules; none looks back. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "catalog",
            "country",
            "customer",
            "enrollment",
            "invitation",
            "order",
            "partnership",
            "provider",
            "relationship",
            "security",
            "subscription",
            "tasks",
            "web"
        })
package io.relais.counter;
