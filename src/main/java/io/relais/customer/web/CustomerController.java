package io.relais.customer.web;

import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.customer.Customer;
import io.relais.customer.CustomerCard;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of customers, and each customer's page. */
@Controller
@RequestMapping("/customers")
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class CustomerController {

    private static final int PAGE_SIZE = 25;
    private static final int RESELLERS_TO_CHOOSE_FROM = 200;
    private static final int HISTORY_LINES = 50;

    private final Customers customers;
    private final Resellers resellers;
    private final Countries countries;
    private final AuditTrail audit;

    CustomerController(Customers customers, Resellers resellers, Countries countries, AuditTrail audit) {
        this.customers = customers;
        this.resellers = resellers;
        this.countries = countries;
        this.audit = audit;
    }

    @GetMapping
    String list(
            @RequestParam(required = false) String text,
            @RequestParam(required = false) UUID reseller,
            @RequestParam(required = false) String tag,
            @RequestParam(defaultValue = "false") boolean former,
            @RequestParam(required = false) CustomerFilter.Sort sort,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        CustomerFilter filter = new CustomerFilter(text, reseller, tag, former, sort);
        Keyset.Page<CustomerCard> page = customers.list(filter, after, before, PAGE_SIZE);
        Set<UUID> shown =
                page.rows().stream().flatMap(card -> card.resellers().stream()).collect(Collectors.toSet());
        model.addAttribute("page", page);
        model.addAttribute("filter", filter);
        model.addAttribute("names", resellers.names(shown));
        model.addAttribute("resellers", choice(reseller));
        return "customer/list";
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Model model, Locale locale) {
        Customer customer = customers.find(id).orElseThrow(NotFoundException::new);
        List<UUID> managing = customers.resellersOf(id);
        model.addAttribute("customer", customer);
        model.addAttribute("details", customer.getDetails());
        model.addAttribute("userName", customers.adminUserName(id));
        model.addAttribute("managing", managing);
        model.addAttribute("names", resellers.names(managing));
        model.addAttribute(
                "countryName",
                countries
                        .find(customer.getDetails().country())
                        .map((Country country) -> country.name(locale))
                        .orElse(customer.getDetails().country()));
        model.addAttribute("history", audit.of("customer", id, HISTORY_LINES));
        return "customer/customer";
    }

    private List<ResellerCard> choice(UUID chosen) {
        List<ResellerCard> selectable = resellers.selectable(null, RESELLERS_TO_CHOOSE_FROM);
        return chosen == null || selectable.stream().anyMatch(card -> card.id().equals(chosen))
                ? selectable
                : Stream.concat(resellers.find(chosen).stream(), selectable.stream())
                        .toList();
    }
}
