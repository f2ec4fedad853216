package io.relais.counter.web;

import io.relais.invitation.Invitation;
import io.relais.partnership.Answer;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.provider.Provider;
import io.relais.security.OutsidePerson;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
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

    private static final int EARLIER = 20;
    private static final int LONGEST_REASON = 1000;

    private final ResellerCounter counter;
    private final PartnershipRequests requests;
    private final Provider provider;

    ResellerProviderController(ResellerCounter counter, PartnershipRequests requests, Provider provider) {
        this.counter = counter;
        this.requests = requests;
        this.provider = provider;
    }

    @GetMapping
    String show(@AuthenticationPrincipal OutsidePerson person, Locale locale, Model model) {
        counter.standing(person, model);
        model.addAttribute("open", requests.open(person.party()));
        model.addAttribute("ended", requests.earlier(person.party(), EARLIER));
        model.addAttribute("providerCountry", new Locale("", provider.country()).getDisplayCountry(locale));
        return "counter/reseller-providers";
    }

    @GetMapping("/requests/{id}")
    String request(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Locale locale, Model model) {
        return page(person, id, locale, model);
    }

    /** Whether the partnership can begin is decided at once, by what the reseller has declared by its enrollment. */
    @PostMapping("/requests/{id}")
    @PreAuthorize("hasAuthority('RESELLER_ADMINISTRATOR')")
    String accept(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean authorize,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        if (!authorize) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("notAuthorized", true);
            return page(person, id, locale, model);
        }
        asked(person, id);
        if (requests.accept(id, person.party(), person.userName()).isEmpty()) {
            redirect.addFlashAttribute("notice", "counter.reseller.request.notEnrolled");
        }
        return "redirect:/reseller/providers/requests/" + id;
    }

    @PostMapping("/requests/{id}/decline")
    @PreAuthorize("hasAuthority('RESELLER_ADMINISTRATOR')")
    String decline(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(required = false) String reason,
            RedirectAttributes redirect) {
        asked(person, id);
        String kept =
                reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        requests.decline(id, person.party(), kept);
        redirect.addFlashAttribute("notice", "counter.reseller.request.declined");
        return "redirect:/reseller/providers";
    }

    private Invitation<Invitee, Answer> asked(OutsidePerson person, UUID id) {
        return requests.sentTo(person.party(), id).orElseThrow(NotFoundException::new);
    }

    private String page(OutsidePerson person, UUID id, Locale locale, Model model) {
        Invitation<Invitee, Answer> asked = asked(person, id);
        counter.standing(person, model);
        model.addAttribute("id", id);
        model.addAttribute("invitation", asked);
        model.addAttribute("providerCountry", new Locale("", provider.country()).getDisplayCountry(locale));
        return "counter/reseller-request";
    }
}
