package io.relais.customer.web;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.customer.Association;
import io.relais.customer.Customer;
import io.relais.customer.CustomerCard;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of customers, and each customer's overview with its tags, and its history. */
@Controller
@RequestMapping("/customers")
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class CustomerController {

    private static final int PAGE_SIZE = 25;
    private static final int HISTORY_PAGE = 50;

    private final Customers customers;
    private final Resellers resellers;
    private final Countries countries;
    private final AuditTrail audit;
    private final HistorySentences sentences;

    CustomerController(
            Customers customers,
            Resellers resellers,
            Countries countries,
            AuditTrail audit,
            HistorySentences sentences) {
        this.customers = customers;
        this.resellers = resellers;
        this.countries = countries;
        this.audit = audit;
        this.sentences = sentences;
    }

    /** What is typed to add a tag. */
    record TagForm(String tag) {}

    @GetMapping
    String list(
            ListQuery query,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            @RequestParam(name = "find-reseller", required = false) String find,
            Model model) {
        CustomerFilter filter = query.filter();
        Keyset.Page<CustomerCard> page = customers.list(filter, after, before, PAGE_SIZE);
        Set<UUID> shown =
                page.rows().stream().flatMap(card -> card.resellers().stream()).collect(Collectors.toSet());
        model.addAttribute("page", page);
        model.addAttribute("filter", filter);
        model.addAttribute("names", resellers.names(shown));
        model.addAttribute("resellers", resellers.choice(find, filter.reseller(), true));
        return "customer/list";
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Model model, Locale locale) {
        model.addAttribute("tagForm", new TagForm(null));
        return overview(id, model, locale);
    }

    @PostMapping("/{id}/tags")
    @PreAuthorize("hasAuthority('EDIT_CUSTOMER')")
    String tag(
            @PathVariable UUID id,
            @ModelAttribute("tagForm") TagForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        current(id);
        customers.tag(id, form.tag(), errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return overview(id, model, locale);
        }
        return "redirect:/customers/" + id + "#tags";
    }

    @PostMapping("/{id}/tags/remove")
    @PreAuthorize("hasAuthority('EDIT_CUSTOMER')")
    String untag(@PathVariable UUID id, @RequestParam String tag) {
        current(id);
        customers.untag(id, tag);
        return "redirect:/customers/" + id + "#tags";
    }

    @GetMapping("/{id}/history")
    String history(@PathVariable UUID id, @RequestParam(required = false) String before, Model model, Locale locale) {
        model.addAttribute("customer", customers.find(id).orElseThrow(NotFoundException::new));
        List<AuditEntry> found = Keyset.Place.decoded(before)
                .flatMap(Keyset.Place::time)
                .map(at -> audit.before(
                        "customer",
                        id,
                        at,
                        Keyset.Place.decoded(before).orElseThrow().id().getLeastSignificantBits(),
                        HISTORY_PAGE + 1))
                .orElseGet(() -> audit.of("customer", id, HISTORY_PAGE + 1));
        List<AuditEntry> shown = found.subList(0, Math.min(found.size(), HISTORY_PAGE));
        model.addAttribute(
                "lines", shown.stream().map(line -> sentences.of(line, locale)).toList());
        model.addAttribute("newest", before == null);
        model.addAttribute("older", found.size() > HISTORY_PAGE ? place(shown.get(shown.size() - 1)) : null);
        return "customer/history";
    }

    private static String place(AuditEntry line) {
        return new Keyset.Place(line.getOccurredAt().toString(), new UUID(0, line.getId())).encoded();
    }

    private String overview(UUID id, Model model, Locale locale) {
        Customer customer = customers.find(id).orElseThrow(NotFoundException::new);
        List<Association> associations = customers.associations(id);
        model.addAttribute("customer", customer);
        model.addAttribute("details", customer.getDetails());
        model.addAttribute("account", customers.administrator(id).orElse(null));
        model.addAttribute("otherDomains", customers.otherDomains(id));
        model.addAttribute("associations", associations);
        model.addAttribute(
                "managing", associations.stream().filter(Association::current).toList());
        model.addAttribute(
                "names",
                resellers.names(associations.stream().map(Association::reseller).collect(Collectors.toSet())));
        model.addAttribute("tags", customers.tags(id));
        model.addAttribute(
                "countryName",
                countries
                        .find(customer.getDetails().country())
                        .map((Country country) -> country.name(locale))
                        .orElse(customer.getDetails().country()));
        return "customer/customer";
    }

    private Customer current(UUID id) {
        return customers.find(id).filter(Customer::isCurrent).orElseThrow(NotFoundException::new);
    }
}
