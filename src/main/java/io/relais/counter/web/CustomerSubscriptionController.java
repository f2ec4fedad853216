package io.relais.counter.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.OutsidePerson;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscription.State;
import io.relais.subscription.Subscriptions;
import io.relais.web.NotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A customer's own subscriptions. It buys them from its reseller or the provider, on terms that are theirs to tell: no price is shown, nor
 * the nickname that the provider's staff gave.
 */
@Controller
@RequestMapping("/customer/subscriptions")
@PreAuthorize("hasAuthority('CUSTOMER')")
class CustomerSubscriptionController {

    private final Customers customers;
    private final Subscriptions subscriptions;
    private final Resellers resellers;
    private final CustomerContacts contacts;
    private final Provider provider;

    CustomerSubscriptionController(
            Customers customers,
            Subscriptions subscriptions,
            Resellers resellers,
            CustomerContacts contacts,
            Provider provider) {
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.resellers = resellers;
        this.contacts = contacts;
        this.provider = provider;
    }

    @GetMapping
    String list(
            @AuthenticationPrincipal OutsidePerson person,
            @RequestParam(defaultValue = "false") boolean deleted,
            Model model) {
        if (!mine(person).isCurrent()) {
            return "redirect:/customer";
        }
        List<Subscription> all = subscriptions.ofCustomer(person.party());
        List<Subscription> shown = all.stream()
                .filter(one -> deleted || one.getState() != State.DELETED)
                .toList();
        model.addAttribute("subscriptions", shown);
        model.addAttribute("hidden", all.size() - shown.size());
        model.addAttribute(
                "names",
                resellers.names(shown.stream()
                        .map(Subscription::getSupportContactId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet())));
        model.addAttribute("provider", provider);
        return "counter/customer-subscriptions";
    }

    @GetMapping("/{id}")
    String show(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Model model) {
        if (!mine(person).isCurrent()) {
            return "redirect:/customer";
        }
        Subscription subscription = subscriptions.ofCustomer(person.party(), id).orElseThrow(NotFoundException::new);
        model.addAttribute("subscription", subscription);
        model.addAttribute(
                "base",
                subscription.getParentId() == null
                        ? null
                        : subscriptions
                                .ofCustomer(person.party(), subscription.getParentId())
                                .orElse(null));
        model.addAttribute("addOns", subscriptions.addOns(id));
        model.addAttribute("contact", contacts.of(subscription.getSupportContactId()));
        return "counter/customer-subscription";
    }

    private Customer mine(OutsidePerson person) {
        return customers.find(person.party()).orElseThrow(NotFoundException::new);
    }
}
