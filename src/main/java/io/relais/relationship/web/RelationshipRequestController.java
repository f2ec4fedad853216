package io.relais.relationship.web;

import io.relais.customer.Customer;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestPages;
import io.relais.invitation.SendForm;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages of relationship requests, for staff: list, describe, send, follow. */
@Controller
@RequestMapping("/relationship-requests")
@PreAuthorize("hasAuthority('REQUEST_RELATIONSHIP')")
class RelationshipRequestController {

    private static final int OPEN_ROWS = 200;
    private static final int PAGE_SIZE = 25;

    private final RelationshipRequests requests;
    private final RequestPages pages;
    private final Resellers resellers;
    private final Provider provider;

    RelationshipRequestController(
            RelationshipRequests requests, RequestPages pages, Resellers resellers, Provider provider) {
        this.requests = requests;
        this.pages = pages;
        this.resellers = resellers;
        this.provider = provider;
    }

    @GetMapping
    @PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
    String list(
            @RequestParam(required = false) String after, @RequestParam(required = false) String before, Model model) {
        List<RequestCard<Invitee>> open = requests.open(OPEN_ROWS);
        var ended = requests.ended(after, before, PAGE_SIZE);
        model.addAttribute("open", open);
        model.addAttribute("ended", ended);
        model.addAttribute(
                "names",
                resellers.names(java.util.stream.Stream.concat(open.stream(), ended.rows().stream())
                        .map(RequestCard::invitee)
                        .filter(Objects::nonNull)
                        .map(Invitee::reseller)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet())));
        return "relationship/list";
    }

    @PostMapping
    String start() {
        return "redirect:/relationship-requests/" + requests.start() + "/details";
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        String page = pages.show(requests, id, requests::of, locale, model);
        Invitee invitee = pages.found(requests, id).invitee();
        if (invitee != null) {
            model.addAttribute(
                    "reseller",
                    requests.reseller(invitee).map(ResellerCard::company).orElse(null));
        }
        model.addAttribute("strangers", requests.strangers(id));
        return page;
    }

    @PostMapping("/{id}/resend")
    String resend(@PathVariable UUID id) {
        return pages.resend(requests, id);
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable UUID id, RedirectAttributes redirect) {
        return pages.revoke(requests, id, redirect);
    }

    @GetMapping("/{id}/details")
    String details(@PathVariable UUID id, Locale locale, Model model) {
        pages.found(requests, id);
        Invitee invitee = requests.editable(id);
        Optional<Customer> customer = requests.madeFor(id);
        model.addAttribute("form", invitee != null ? DetailsForm.of(invitee) : blank(customer, locale));
        return detailsPage(id, customer, null, locale, model);
    }

    /** Resellers that match, for who has no JavaScript: the same page again, nothing judged yet. */
    @PostMapping(path = "/{id}/details", params = "action=find")
    String find(
            @PathVariable UUID id,
            @ModelAttribute("form") DetailsForm form,
            @RequestParam(name = "find-reseller", required = false) String find,
            Locale locale,
            Model model) {
        pages.found(requests, id);
        requests.editable(id);
        return detailsPage(id, requests.madeFor(id), find, locale, model);
    }

    @PostMapping("/{id}/details")
    String describe(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") DetailsForm form,
            BindingResult binding,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        pages.found(requests, id);
        requests.editable(id);
        Optional<Customer> customer = requests.madeFor(id);
        if (!binding.hasErrors()) {
            Invitee invitee = customer.map(form::of).orElse(form).invitee();
            pages.reject(binding, requests.problems(id, invitee), model);
            if (!binding.hasErrors()) {
                requests.describe(id, invitee);
                return "redirect:/tasks/next?case=" + id;
            }
            requests.known(id, invitee).ifPresent(known -> model.addAttribute("known", known));
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return detailsPage(id, customer, null, locale, model);
    }

    private DetailsForm blank(Optional<Customer> customer, Locale locale) {
        DetailsForm blank = new DetailsForm(
                null,
                customer.map(known -> known.getDetails().email()).orElse(null),
                customer.map(known -> known.getDetails().firstName() + " "
                                + known.getDetails().lastName())
                        .orElse(null),
                provider.country(),
                customer.map(known -> known.getDetails().language())
                        .map(language -> language.equals("fr") ? "fr" : "en")
                        .orElse(locale.getLanguage()),
                null,
                false,
                String.valueOf(requests.usualValidityDays()));
        return customer.map(blank::of).orElse(blank);
    }

    private String detailsPage(UUID id, Optional<Customer> customer, String find, Locale locale, Model model) {
        pages.details(requests, id, locale, model);
        DetailsForm form = (DetailsForm) model.getAttribute("form");
        model.addAttribute("resellers", resellers.choice(find, form.resellerId(), false));
        model.addAttribute("customer", customer.orElse(null));
        return "relationship/details";
    }

    @GetMapping("/{id}/send")
    String send(@PathVariable UUID id, Model model, HttpServletResponse response) {
        return pages.send(requests, id, model, response);
    }

    @PostMapping("/{id}/send")
    String send(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "done") String action,
            @ModelAttribute("form") SendForm form,
            BindingResult binding,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return pages.send(requests, id, action, form, binding, model, redirect, response);
    }
}
