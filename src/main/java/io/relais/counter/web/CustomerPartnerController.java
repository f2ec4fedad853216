package io.relais.counter.web;

import io.relais.customer.Association;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.OutsidePerson;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscription.State;
import io.relais.subscription.Subscriptions;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who may act for a customer and how far: the three associations of each partner, requests to answer, delegated administration. */
@Controller
@RequestMapping("/customer/partners")
@PreAuthorize("hasAuthority('CUSTOMER')")
class CustomerPartnerController {

    private final Customers customers;
    private final Subscriptions subscriptions;
    private final RelationshipRequests requests;
    private final CustomerAsked asked;
    private final Resellers resellers;
    private final CustomerContacts contacts;
    private final Provider provider;

    CustomerPartnerController(
            Customers customers,
            Subscriptions subscriptions,
            RelationshipRequests requests,
            CustomerAsked asked,
            Resellers resellers,
            CustomerContacts contacts,
            Provider provider) {
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.asked = asked;
        this.resellers = resellers;
        this.contacts = contacts;
        this.provider = provider;
    }

    /**
     * A reseller and what it has to do with the customer.
     *
     * @param managesSince since when it manages the account; null if it does not
     * @param supports of how many subscriptions it is the support contact
     * @param onRecord of how many subscriptions it is the reseller on record
     */
    record Partner(CustomerContacts.Contact contact, Instant managesSince, long supports, long onRecord) {}

    /** @param understood ticked by whoever has read what it means */
    record DelegationForm(
            @AssertTrue(message = "{counter.customer.delegation.understood.missing}") Boolean understood,
            @Size(max = 500, message = "{counter.customer.delegation.reason.long}") String reason) {

        DelegationForm {
            understood = Boolean.TRUE.equals(understood);
        }
    }

    @GetMapping
    String show(@AuthenticationPrincipal OutsidePerson person, Model model) {
        Customer customer = mine(person);
        if (!customer.isCurrent()) {
            return "redirect:/customer";
        }
        List<Subscription> running = subscriptions.ofCustomer(customer.getId()).stream()
                .filter(one -> one.getState() != State.DELETED)
                .toList();
        model.addAttribute("customer", customer);
        model.addAttribute("provider", provider);
        model.addAttribute("help", contacts.of(null));
        model.addAttribute(
                "providerSupports",
                running.stream()
                        .filter(one -> one.getSupportContactId() == null)
                        .count());
        model.addAttribute("partners", partners(customer.getId(), running));
        model.addAttribute("requests", asked.of(person));
        return "counter/customer-partners";
    }

    private List<Partner> partners(UUID customer, List<Subscription> running) {
        Map<UUID, Instant> manages = customers.associations(customer).stream()
                .filter(Association::current)
                .collect(Collectors.toMap(Association::reseller, Association::since));
        Map<UUID, Long> supports = counted(running, Subscription::getSupportContactId);
        Map<UUID, Long> onRecord = counted(running, Subscription::getResellerOnRecordId);
        return Stream.of(manages.keySet(), supports.keySet(), onRecord.keySet())
                .flatMap(ids -> ids.stream())
                .distinct()
                .map(id -> new Partner(
                        contacts.of(id), manages.get(id), supports.getOrDefault(id, 0L), onRecord.getOrDefault(id, 0L)))
                .sorted(Comparator.comparing(partner -> partner.contact().name()))
                .toList();
    }

    private static Map<UUID, Long> counted(List<Subscription> running, Function<Subscription, UUID> reseller) {
        return running.stream()
                .map(reseller)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Leads to the page on which a request is answered; it is the one behind the link of the mail. */
    @GetMapping("/requests/{id}")
    @PreAuthorize("hasAuthority('CUSTOMER_ADMINISTRATOR')")
    String answer(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id) {
        return "redirect:" + requests.answerPage(person, id).orElseThrow(NotFoundException::new);
    }

    @GetMapping("/delegated-administration")
    @PreAuthorize("hasAuthority('CUSTOMER_ADMINISTRATOR')")
    String ask(@AuthenticationPrincipal OutsidePerson person, Model model) {
        Customer customer = mine(person);
        if (!customer.isCurrent()) {
            return "redirect:/customer";
        }
        model.addAttribute("form", new DelegationForm(false, null));
        return page(customer, model);
    }

    @PostMapping("/delegated-administration/withdraw")
    @PreAuthorize("hasAuthority('CUSTOMER_ADMINISTRATOR')")
    String withdraw(
            @AuthenticationPrincipal OutsidePerson person,
            @Valid @ModelAttribute("form") DelegationForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return decide(person, false, form, errors, model, response, redirect);
    }

    @PostMapping("/delegated-administration/grant")
    @PreAuthorize("hasAuthority('CUSTOMER_ADMINISTRATOR')")
    String grant(
            @AuthenticationPrincipal OutsidePerson person,
            @Valid @ModelAttribute("form") DelegationForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return decide(person, true, form, errors, model, response, redirect);
    }

    /** Whoever was slower than a colleague who decided the same is told of the result alike. */
    private String decide(
            OutsidePerson person,
            boolean granted,
            DelegationForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Customer customer = mine(person);
        if (!customer.isCurrent()) {
            return "redirect:/customer";
        }
        if (errors.hasErrors() && customer.isDelegatedAdministration() != granted) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(customer, model);
        }
        boolean changed = customers.delegateAdministration(customer.getId(), granted, form.reason());
        if (!changed && !mine(person).isCurrent()) {
            return "redirect:/customer";
        }
        redirect.addFlashAttribute(
                "notice", granted ? "counter.customer.delegation.granted" : "counter.customer.delegation.withdrawn");
        return "redirect:/customer/partners";
    }

    private String page(Customer customer, Model model) {
        model.addAttribute("customer", customer);
        model.addAttribute("provider", provider);
        model.addAttribute(
                "managing",
                List.copyOf(
                        resellers.names(customers.resellersOf(customer.getId())).values()));
        return "counter/customer-delegated-administration";
    }

    private Customer mine(OutsidePerson person) {
        return customers.find(person.party()).orElseThrow(NotFoundException::new);
    }
}
