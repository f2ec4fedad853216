/**
 * Orders from draft to hand-over: what is typed in the wizard, the rules it must satisfy, and what happens when it is submitted. The
 * process {@code new-customer-order} leads through it; {@link io.relais.order.NewCustomerOrderProcess} is its counterpart in Java.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "subscription",
            "customer",
            "catalog",
            "partnership",
            "audit",
            "country",
            "provider",
            "security",
            "tasks",
            "web"
        })
package io.relais.order;
