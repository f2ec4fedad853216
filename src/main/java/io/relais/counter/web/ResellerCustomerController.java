package io.relais.counter.web;

import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.customer.Customer;
import io.relais.customer.CustomerCard;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.order.ProposedOrders;
import io.relais.security.OutsidePerson;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscriptions;
import io.relais.web.Csv;
import io.relais.web.Formats;
import io.relais.web.Keyset;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The customers that a reseller manages: the list, the list as CSV, and each with its subscriptions. */
@Controller
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerCustomerController {

    private static final int PAGE_SIZE = 25;
    private static final int PROPOSALS = 5;

    private final ResellerCounter counter;
    private final Customers customers;
    private final Subscriptions subscriptions;
    private final ProposedOrders proposals;
    private final Countries countries;
    private final Formats formats;
    private final MessageSource messages;

    ResellerCustomerController(
            ResellerCounter counter,
            Customers customers,
            Subscriptions subscriptions,
            ProposedOrders proposals,
            Countries countries,
            Formats formats,
            MessageSource messages) {
        this.counter = counter;
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.proposals = proposals;
        this.countries = countries;
        this.formats = formats;
        this.messages = messages;
    }

    @GetMapping("/reseller/customers")
    String list(
            @AuthenticationPrincipal OutsidePerson person,
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        boolean partner = counter.standing(person, model).partner();
        CustomerFilter filter = own(person, text);
        model.addAttribute("filter", filter);
        model.addAttribute(
                "page",
                partner
                        ? customers.list(filter, after, before, PAGE_SIZE)
                        : new Keyset.Page<CustomerCard>(List.of(), null, null));
        return "counter/reseller-customers";
    }

    /** No more than the list shows: the provider's tags and other resellers are not theirs to know. */
    @GetMapping("/reseller/customers.csv")
    void export(
            @AuthenticationPrincipal OutsidePerson person,
            @RequestParam(required = false) String text,
            Locale locale,
            Model model,
            HttpServletResponse response)
            throws IOException {
        counter.partner(person, model);
        String[] header = Stream.of(
                        "customer.id",
                        "customer.name",
                        "customer.domain",
                        "customer.otherDomains",
                        "customer.country",
                        "customer.contact",
                        "customer.field.email",
                        "customer.delegated",
                        "customer.since")
                .map(key -> messages.getMessage(key, null, locale))
                .toArray(String[]::new);
        String yes = messages.getMessage("customer.yes", null, locale);
        String no = messages.getMessage("customer.no", null, locale);
        try (Csv csv = Csv.download(response, "customers.csv", header)) {
            customers.each(
                    own(person, text),
                    rows -> rows.forEach(row -> csv.row(
                            row.id(),
                            row.details().companyName(),
                            row.details().domain(),
                            String.join(" ", row.otherDomains()),
                            row.details().country(),
                            row.details().firstName() + " " + row.details().lastName(),
                            row.details().email(),
                            row.delegatedAdministration() ? yes : no,
                            formats.day(row.since()))));
        }
    }

    @GetMapping("/reseller/customers/{id}")
    String show(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean deleted,
            Locale locale,
            Model model) {
        Customer customer = counter.customer(person, id);
        counter.standing(person, model);
        List<Subscription> all = subscriptions.ofCustomer(id);
        List<Subscription> shown = all.stream()
                .filter(one -> deleted || one.getState() != Subscription.State.DELETED)
                .toList();
        String code = customer.getDetails().country();
        model.addAttribute("customer", customer);
        model.addAttribute("otherDomains", customers.otherDomains(id));
        model.addAttribute(
                "countryName",
                countries
                        .find(code)
                        .map((Country country) -> country.name(locale))
                        .orElse(code));
        model.addAttribute("subscriptions", shown);
        model.addAttribute("hidden", all.size() - shown.size());
        model.addAttribute(
                "proposals",
                proposals.list(person.party(), id, null, null, PROPOSALS).rows());
        return "counter/reseller-customer";
    }

    /** <em>Propose an order</em>. */
    @PostMapping("/reseller/customers/{id}/orders")
    @PreAuthorize("hasAuthority('RESELLER_ADMINISTRATOR')")
    String propose(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id) {
        return proposals
                .start(person.party(), id)
                .map(order -> "redirect:/reseller/orders/" + order + "/subscriptions")
                .orElse("redirect:/reseller/customers/" + id);
    }

    private static CustomerFilter own(OutsidePerson person, String text) {
        return new CustomerFilter(text, person.party(), null);
    }
}
