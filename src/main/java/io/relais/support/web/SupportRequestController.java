package io.relais.support.web;

import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.security.Permission;
import io.relais.support.Severity;
import io.relais.support.SupportFilter;
import io.relais.support.SupportRequests;
import io.relais.support.SupportState;
import io.relais.support.Visitor;
import io.relais.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The support requests of all customers, for staff. */
@Controller
@PreAuthorize("hasAuthority('VIEW_SUPPORT_REQUESTS')")
class SupportRequestController {

    private static final List<String> COLUMNS = List.of(
            "support.number",
            "support.customer",
            "support.customer.id",
            "support.title",
            "support.subscription",
            "support.category",
            "support.severity",
            "support.state",
            "support.handler",
            "support.openedAt",
            "support.changedAt",
            "support.answeredAt",
            "support.dueAt",
            "support.overdue");

    private final SupportPages pages;
    private final SupportRequests requests;
    private final Customers customers;
    private final Resellers resellers;
    private final MessageSource messages;

    SupportRequestController(
            SupportPages pages,
            SupportRequests requests,
            Customers customers,
            Resellers resellers,
            MessageSource messages) {
        this.pages = pages;
        this.requests = requests;
        this.customers = customers;
        this.resellers = resellers;
        this.messages = messages;
    }

    static Visitor visitor(Authentication person) {
        return Visitor.staff(
                person.getName(), person.getAuthorities().stream().anyMatch(held -> Permission.HANDLE_SUPPORT_REQUESTS
                        .name()
                        .equals(held.getAuthority())));
    }

    /** What the address of the list asks for. */
    record Asked(
            String state,
            String severity,
            String handler,
            UUID reseller,
            Boolean overdue,
            UUID customer,
            UUID subscription) {

        SupportFilter filter() {
            return new SupportFilter(
                    SupportPages.known(SupportState.class, state),
                    SupportPages.known(Severity.class, severity),
                    reseller,
                    reseller == null && "provider".equals(handler),
                    Boolean.TRUE.equals(overdue),
                    customer,
                    subscription);
        }
    }

    @GetMapping("/support-requests")
    String list(
            @ModelAttribute("asked") Asked asked,
            BindingResult mistyped,
            @RequestParam(name = "find-reseller", required = false) String find,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            @RequestParam(required = false) String tooLarge,
            Authentication person,
            Model model) {
        SupportFilter filter = mistyped.hasErrors() ? SupportFilter.ALL : asked.filter();
        model.addAttribute("resellers", resellers.choice(find, filter.reseller(), true));
        if (filter.customer() != null) {
            customers.find(filter.customer()).ifPresent(found -> model.addAttribute("customer", found));
        }
        return pages.list(visitor(person), filter, after, before, tooLarge != null, model);
    }

    @GetMapping("/support-requests.csv")
    void export(
            @ModelAttribute("asked") Asked asked,
            BindingResult mistyped,
            Authentication person,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        SupportFilter filter = mistyped.hasErrors() ? SupportFilter.ALL : asked.filter();
        String[] header = COLUMNS.stream()
                .map(column -> messages.getMessage(column, null, locale))
                .toArray(String[]::new);
        try (Csv csv = Csv.download(response, "support-requests.csv", header)) {
            requests.each(
                    visitor(person),
                    filter,
                    chunk -> chunk.forEach(row -> csv.row(
                            row.label(),
                            row.customerName(),
                            row.customer(),
                            row.title(),
                            row.subscriptionName(),
                            messages.getMessage("support.category." + row.category(), null, locale),
                            messages.getMessage("support.severity." + row.severity(), null, locale),
                            messages.getMessage("support.state." + row.state(), null, locale),
                            row.resellerName(),
                            time(row.openedAt()),
                            time(row.changedAt()),
                            time(row.answeredAt()),
                            time(row.dueAt()),
                            messages.getMessage(row.overdue() ? "support.yes" : "support.no", null, locale))));
        }
    }

    private static String time(Instant instant) {
        return instant == null ? "" : instant.toString();
    }

    @GetMapping("/support-requests/new")
    @PreAuthorize("hasAuthority('HANDLE_SUPPORT_REQUESTS')")
    String empty(
            @RequestParam(required = false) UUID customer,
            @RequestParam(required = false) UUID subscription,
            @RequestParam(required = false) String find,
            Authentication person,
            Model model) {
        return pages.empty(visitor(person), customer, subscription, find, model);
    }

    @PostMapping("/support-requests")
    @PreAuthorize("hasAuthority('HANDLE_SUPPORT_REQUESTS')")
    String open(
            @ModelAttribute("form") SupportPages.NewForm form,
            BindingResult errors,
            Authentication person,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return pages.open(visitor(person), SupportPages.id(form.customer()), form, errors, model, response, redirect);
    }

    @GetMapping("/support-requests/{id}")
    String show(
            @PathVariable UUID id,
            @RequestParam(required = false) String tooLarge,
            Authentication person,
            Model model) {
        return pages.show(visitor(person), id, tooLarge != null, model);
    }

    @PostMapping("/support-requests/{id}")
    @PreAuthorize("hasAuthority('HANDLE_SUPPORT_REQUESTS')")
    String act(
            @PathVariable UUID id,
            @ModelAttribute("form") SupportPages.ActForm form,
            BindingResult errors,
            Authentication person,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return pages.act(visitor(person), id, form, errors, model, response, redirect);
    }

    @GetMapping("/support-requests/{id}/attachments/{attachment}")
    void download(
            @PathVariable UUID id, @PathVariable UUID attachment, Authentication person, HttpServletResponse response) {
        pages.download(visitor(person), id, attachment, response);
    }
}
