package io.relais.counter.web;

import io.relais.country.Countries;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.OutsidePerson;
import io.relais.subscription.DueSubscriptions;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscription.State;
import io.relais.subscription.Subscriptions;
import io.relais.web.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What a customer sees first: its company, what ends soon, who may act for it, and what was done last. */
@Controller
@PreAuthorize("hasAuthority('CUSTOMER')")
class CustomerHomeController {

    private static final int HAPPENINGS = 12;

    private final Customers customers;
    private final Subscriptions subscriptions;
    private final DueSubscriptions due;
    private final CustomerAsked asked;
    private final Resellers resellers;
    private final CustomerHappenings happenings;
    private final Countries countries;
    private final Provider provider;
    private final Clock clock;

    CustomerHomeController(
            Customers customers,
            Subscriptions subscriptions,
            DueSubscriptions due,
            CustomerAsked asked,
            Resellers resellers,
            CustomerHappenings happenings,
            Countries countries,
            Provider provider,
            Clock clock) {
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.due = due;
        this.asked = asked;
        this.resellers = resellers;
        this.happenings = happenings;
        this.countries = countries;
        this.provider = provider;
        this.clock = clock;
    }

    @GetMapping("/customer")
    String home(@AuthenticationPrincipal OutsidePerson person, Model model, Locale locale) {
        UUID id = person.party();
        Customer customer = customers.find(id).orElseThrow(NotFoundException::new);
        model.addAttribute("customer", customer);
        model.addAttribute("provider", provider);
        model.addAttribute("requests", asked.of(person));
        if (!customer.isCurrent()) {
            return "counter/customer-former";
        }
        List<Subscription> running = subscriptions.ofCustomer(id).stream()
                .filter(one -> one.getState() != State.DELETED)
                .toList();
        int days = due.days().stream().max(Comparator.naturalOrder()).orElse(0);
        model.addAttribute("running", running);
        model.addAttribute(
                "active",
                running.stream().filter(one -> one.getState() == State.ACTIVE).toList());
        model.addAttribute("days", days);
        model.addAttribute("soon", soon(running, days));
        model.addAttribute(
                "resellers", resellers.names(customers.resellersOf(id)).values());
        model.addAttribute("otherDomains", customers.otherDomains(id));
        model.addAttribute(
                "countryName",
                countries
                        .find(customer.getDetails().country())
                        .map(country -> country.name(locale))
                        .orElse(customer.getDetails().country()));
        model.addAttribute("happenings", happenings.latest(customer, HAPPENINGS, locale));
        return "counter/customer-home";
    }

    private List<Subscription> soon(List<Subscription> running, int days) {
        Instant horizon = clock.instant().plus(Duration.ofDays(days));
        return running.stream()
                .filter(one -> one.getDueAt() != null && one.getDueAt().isBefore(horizon))
                .sorted(Comparator.comparing(Subscription::getDueAt))
                .toList();
    }
}
