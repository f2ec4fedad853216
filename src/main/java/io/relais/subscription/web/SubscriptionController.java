package io.relais.subscription.web;

import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscriptions;
import io.relais.web.NotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A customer's subscriptions. */
@Controller
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class SubscriptionController {

    private final Subscriptions subscriptions;
    private final Customers customers;
    private final Resellers resellers;

    SubscriptionController(Subscriptions subscriptions, Customers customers, Resellers resellers) {
        this.subscriptions = subscriptions;
        this.customers = customers;
        this.resellers = resellers;
    }

    @GetMapping("/customers/{id}/subscriptions")
    String list(@PathVariable UUID id, Model model) {
        List<Subscription> owned = subscriptions.ofCustomer(id);
        model.addAttribute("customer", customers.find(id).orElseThrow(NotFoundException::new));
        model.addAttribute("subscriptions", owned);
        model.addAttribute(
                "names",
                resellers.names(owned.stream()
                        .map(Subscription::getResellerOnRecordId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet())));
        return "subscription/list";
    }
}
