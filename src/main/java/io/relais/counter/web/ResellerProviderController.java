package io.relais.counter.web;

import io.relais.country.Countries;
import io.relais.invitation.Invitation;
import io.relais.invitation.RequestCard;
import io.relais.partnership.Answer;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.provider.Provider;
import io.relais.security.OutsidePerson;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The reseller's indirect provider, which is the one of this installation, and the partnership requests that it has sent to the reseller. */
@Controller
@RequestMapping("/reseller/providers")
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerProviderController {

    /** A country outside the provider's region: the eligibility check then tells what that means. */
    private static final String ELSEWHERE = "ZZ";

    private static final int LONGEST_REASON = 1000;

    private final ResellerCounter counter;
    private final PartnershipRequests requests;
    private final Countries countries;
    private final Provider provider;

    ResellerProviderController(
            ResellerCounter counter, PartnershipRequests requests, Countries countries, Provider provider) {
        this.counter = counter;
        this.requests = requests;
        this.countries = countries;
        this.provider = provider;
    }

    @GetMapping
    String show(@AuthenticationPrincipal OutsidePerson person, Locale locale, Model model) {
        counter.standing(person, model);
        List<RequestCard<Invitee>> all = requests.of(person.party());
        List<RequestCard<Invitee>> open = all.stream()
                .filter(request -> requests.toAnswer(person.party(), request.id())
                        .filter(asked -> asked.state().answerable())
                        .isPresent())
                .toList();
        model.addAttribute("open", open);
        model.addAttribute(
                "ended",
                all.stream()
                        .filter(request -> !open.contains(request))
                        .filter(request -> request.sentAt() != null)
                        .toList());
        model.addAttribute("providerCountry", new Locale("", provider.country()).getDisplayCountry(locale));
        return "counter/reseller-providers";
    }

    @GetMapping("/requests/{id}")
    String request(
            @AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Locale locale, Model model) {
        Invitation<Invitee, Answer> asked =
                requests.toAnswer(person.party(), id).orElseThrow(NotFoundException::new);
        model.addAttribute("form", ResellerAcceptance.of(asked.answer()));
        return page(person, asked, id, locale, model);
    }

    @PostMapping("/requests/{id}")
    @PreAuthorize("hasAuthority('RESELLER_ADMINISTRATOR')")
    String accept(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") ResellerAcceptance form,
            BindingResult errors,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        Invitation<Invitee, Answer> asked =
                requests.toAnswer(person.party(), id).orElseThrow(NotFoundException::new);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(person, asked, id, locale, model);
        }
        requests.authorize(person.party(), id, form.answer()).orElseThrow(NotFoundException::new);
        return "redirect:/reseller/providers/requests/" + id;
    }

    @PostMapping("/requests/{id}/decline")
    @PreAuthorize("hasAuthority('RESELLER_ADMINISTRATOR')")
    String decline(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(required = false) String reason,
            RedirectAttributes redirect) {
        String kept =
                reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        requests.decline(person.party(), id, kept).orElseThrow(NotFoundException::new);
        redirect.addFlashAttribute("notice", "counter.reseller.request.declined");
        return "redirect:/reseller/providers";
    }

    private String page(
            OutsidePerson person, Invitation<Invitee, Answer> asked, UUID id, Locale locale, Model model) {
        counter.standing(person, model);
        Map<String, String> options = new LinkedHashMap<>();
        countries
                .inRegionOf(provider.country(), locale)
                .forEach(country -> options.put(country.code(), country.name(locale)));
        model.addAttribute("id", id);
        model.addAttribute("invitation", asked);
        model.addAttribute("countries", options);
        model.addAttribute("elsewhere", ELSEWHERE);
        model.addAttribute("providerCountry", new Locale("", provider.country()).getDisplayCountry(locale));
        return "counter/reseller-request";
    }
}
