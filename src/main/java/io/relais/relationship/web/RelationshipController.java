package io.relais.relationship.web;

import io.relais.country.Countries;
import io.relais.customer.CustomerDetails;
import io.relais.invitation.AnswerPages;
import io.relais.invitation.Invitation;
import io.relais.partnership.ResellerCard;
import io.relais.provider.Provider;
import io.relais.relationship.Acceptance;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page behind a personal link, for the administrator of the company that is asked. */
@Controller
@RequestMapping("/relationship/{token}")
class RelationshipController {

    private final RelationshipRequests requests;
    private final AnswerPages pages;
    private final Countries countries;
    private final Provider provider;

    RelationshipController(RelationshipRequests requests, AnswerPages pages, Countries countries, Provider provider) {
        this.requests = requests;
        this.pages = pages;
        this.countries = countries;
        this.provider = provider;
    }

    @GetMapping
    String view(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        Optional<Invitation<Invitee, Acceptance>> invitation = requests.view(token);
        AcceptanceForm form = invitation
                .map(Invitation::answer)
                .map(AcceptanceForm::of)
                .map(this::withDefaults)
                .orElse(null);
        model.addAttribute("form", form);
        return page(token, invitation, form, model, request, response);
    }

    @PostMapping("/accept")
    String accept(
            @PathVariable String token,
            @Valid @ModelAttribute("form") AcceptanceForm form,
            BindingResult binding,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Invitation<Invitee, Acceptance>> invitation = requests.view(token);
        Acceptance given =
                form.acceptance(invitation.map(found -> found.answer().known()).orElse(false));
        requests.validate(given, binding);
        if (binding.hasErrors() && invitation.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(token, invitation, form, model, request, response);
        }
        return pages.after(requests, token, accepted(token, given), model, request, response);
    }

    /** Another answer may take a domain in this very moment; asked again, that is seen and said. */
    private Optional<Invitation<Invitee, Acceptance>> accepted(String token, Acceptance given) {
        try {
            return requests.accept(token, given);
        } catch (DataAccessException | PersistenceException meanwhile) {
            return requests.accept(token, given);
        }
    }

    /** Another country has other fields: the same page again for it, nothing judged yet. */
    @PostMapping(path = "/accept", params = "action=country")
    String country(
            @PathVariable String token,
            @ModelAttribute("form") AcceptanceForm form,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        AcceptanceForm adapted = withDefaults(form);
        model.addAttribute("form", adapted);
        return page(token, requests.view(token), adapted, model, request, response);
    }

    @PostMapping("/decline")
    String decline(
            @PathVariable String token,
            @RequestParam(required = false) String reason,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        return pages.decline(requests, token, reason, model, request, response);
    }

    @PostMapping("/not-for-me")
    String notForMe(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        return pages.after(requests, token, requests.notForMe(token), model, request, response);
    }

    private String page(
            String token,
            Optional<Invitation<Invitee, Acceptance>> found,
            AcceptanceForm form,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        String page = pages.page(requests, token, found, "relationship/invitation", model, request, response);
        found.ifPresent(invitation -> {
            model.addAttribute("customer", requests.toACustomer(token));
            model.addAttribute(
                    "reseller",
                    requests.reseller(invitation.invitee())
                            .map(ResellerCard::company)
                            .orElse(null));
            model.addAttribute("countries", countries.inRegionOf(provider.country(), LocaleContextHolder.getLocale()));
            model.addAttribute(
                    "country", countries.find(form.details().country()).orElse(null));
        });
        return page;
    }

    /** What can be guessed of a country: its first language and culture. */
    private AcceptanceForm withDefaults(AcceptanceForm form) {
        CustomerDetails given = form.details();
        return new AcceptanceForm(
                countries.find(given.country()).map(given::in).orElse(given), form.otherDomains(), false);
    }
}
