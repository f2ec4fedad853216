/**
 * Orders, for new customers and for existing ones: what is typed in the wizard, the rules it must satisfy, and what happens when it is
 * submitted. One model, one set of rules and the same pages for both; the processes {@code new-customer-order} and {@code
 * add-subscription} lead through it, with {@link io.relais.order.NewCustomerOrderProcess} and {@link
 * io.relais.order.AddSubscriptionProcess} as their counterparts in Java.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "account",
            "subscription",
            "customer",
            "catalog",
            "partnership",
            "audit",
            "country",
            "mail",
            "provider",
            "security",
            "tasks",
            "web"
        })
package io.relais.order;
