package io.relais.partnership.web;

import io.relais.invitation.RequestPages;
import io.relais.invitation.SendForm;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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

/** The pages of a partnership request, for staff: describe, send, follow. */
@Controller
@RequestMapping("/partnership-requests")
@PreAuthorize("hasAuthority('REQUEST_PARTNERSHIP')")
class PartnershipRequestController {

    private final PartnershipRequests requests;
    private final Resellers resellers;
    private final RequestPages pages;
    private final Provider provider;

    PartnershipRequestController(
            PartnershipRequests requests, Resellers resellers, RequestPages pages, Provider provider) {
        this.requests = requests;
        this.resellers = resellers;
        this.pages = pages;
        this.provider = provider;
    }

    /** @param reseller one that is known already, to begin with what is known of it */
    @PostMapping
    String start(@RequestParam(required = false) UUID reseller, RedirectAttributes redirect) {
        redirect.addAttribute("reseller", reseller);
        return "redirect:/partnership-requests/" + requests.start() + "/details";
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasAuthority('VIEW_RESELLERS')")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        return pages.show(requests, id, requests::of, locale, model);
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
    String details(@PathVariable UUID id, @RequestParam(required = false) UUID reseller, Locale locale, Model model) {
        pages.found(requests, id);
        Optional<Invitee> invitee = Optional.ofNullable(requests.editable(id));
        String validity = String.valueOf(requests.usualValidityDays());
        model.addAttribute(
                "form",
                invitee.map(DetailsForm::of)
                        .or(() -> Optional.ofNullable(reseller)
                                .flatMap(resellers::find)
                                .map(known -> DetailsForm.of(known, validity)))
                        .orElseGet(() -> new DetailsForm(
                                null, null, null, provider.country(), locale.getLanguage(), null, validity)));
        return detailsPage(id, locale, model);
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
        if (!binding.hasErrors()) {
            pages.reject(binding, requests.problems(id, form.invitee()), model);
        }
        if (binding.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return detailsPage(id, locale, model);
        }
        requests.describe(id, form.invitee());
        return "redirect:/tasks/next?case=" + id;
    }

    private String detailsPage(UUID id, Locale locale, Model model) {
        pages.details(requests, id, locale, model);
        return "partnership/details";
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
