/** What resellers and customers themselves see and do: the pages at /reseller and /customer. Looks at the other modules; none looks back. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "country",
            "customer",
            "enrollment",
            "invitation",
            "partnership",
            "provider",
            "relationship",
            "security",
            "subscription",
            "web"
        })
package io.relais.counter;
