package io.relais.enrollment.web;

import io.relais.country.Countries;
import io.relais.enrollment.Declaration;
import io.relais.enrollment.Enrollments;
import io.relais.invitation.AnswerPages;
import io.relais.invitation.RequestCard;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.provider.Provider;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where a reseller enrolls: from anywhere, or from the partnership request that it cannot accept without. */
@Controller
class EnrollController {

    private static final String OPEN = "/reseller/public/enroll";
    private static final String INVITED = "/partnership/{token}/enroll";

    private final Enrollments enrollments;
    private final PartnershipRequests requests;
    private final Countries countries;
    private final Provider provider;
    private final AnswerPages pages;

    EnrollController(
            Enrollments enrollments,
            PartnershipRequests requests,
            Countries countries,
            Provider provider,
            AnswerPages pages) {
        this.enrollments = enrollments;
        this.requests = requests;
        this.countries = countries;
        this.provider = provider;
        this.pages = pages;
    }

    @GetMapping(OPEN)
    String show(Model model, Locale locale, HttpServletResponse response) {
        model.addAttribute("form", new EnrollForm(blank(locale), false));
        return page(OPEN, null, model, locale, response);
    }

    @GetMapping(INVITED)
    String showInvited(@PathVariable String token, Model model, Locale locale, HttpServletResponse response) {
        RequestCard<Invitee> waiting = waiting(token);
        model.addAttribute("form", new EnrollForm(Enrollments.known(waiting.invitee()), false));
        return page(here(token), waiting, model, locale, response);
    }

    @PostMapping(OPEN)
    String begin(
            @Valid @ModelAttribute("form") EnrollForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes redirected) {
        return begin(OPEN, null, form, errors, model, locale, response, redirected);
    }

    @PostMapping(INVITED)
    String beginInvited(
            @PathVariable String token,
            @Valid @ModelAttribute("form") EnrollForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes redirected) {
        RequestCard<Invitee> waiting = waiting(token);
        if (!form.authorize()) {
            errors.rejectValue("authorize", "partnership.problem.authorize");
        }
        return begin(here(token), waiting, form, errors, model, locale, response, redirected);
    }

    /** Another country has other fields: the same page again for it, nothing judged yet. */
    @PostMapping(path = OPEN, params = "action=country")
    String country(@ModelAttribute("form") EnrollForm form, Model model, Locale locale, HttpServletResponse response) {
        return page(OPEN, null, model, locale, response);
    }

    @PostMapping(path = INVITED, params = "action=country")
    String countryInvited(
            @PathVariable String token,
            @ModelAttribute("form") EnrollForm form,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        return page(here(token), waiting(token), model, locale, response);
    }

    @GetMapping(OPEN + "/sent")
    String sent(Model model, HttpServletResponse response) {
        pages.keepSecret(response);
        model.addAttribute("provider", provider);
        return "enrollment/sent";
    }

    /** The answer is the same whether anybody enrolls with this address or not. */
    @PostMapping(OPEN + "/again")
    String again(@RequestParam(required = false) String email, RedirectAttributes redirected) {
        enrollments.sendAgain(email);
        redirected.addFlashAttribute("notice", "enrollment.sent.again.done");
        return "redirect:" + OPEN + "/sent";
    }

    private String begin(
            String here,
            RequestCard<Invitee> waiting,
            EnrollForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes redirected) {
        if (form.details() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        if (!errors.hasErrors()) {
            UUID request = waiting == null ? null : waiting.id();
            errors.pushNestedPath("details");
            try {
                enrollments.begin(form.details(), request, errors);
            } catch (DataIntegrityViolationException meanwhile) {
                // Somebody enrolled with the same address in this very moment; asked again, that is seen and said.
                enrollments.begin(form.details(), request, errors);
            }
            errors.popNestedPath();
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(here, waiting, model, locale, response);
        }
        redirected.addFlashAttribute("sentTo", form.details().email());
        return "redirect:" + OPEN + "/sent";
    }

    private RequestCard<Invitee> waiting(String token) {
        return requests.waiting(token).orElseThrow(NotFoundException::new);
    }

    private static String here(String token) {
        return INVITED.replace("{token}", token);
    }

    private String page(
            String here, RequestCard<Invitee> waiting, Model model, Locale locale, HttpServletResponse response) {
        pages.keepSecret(response);
        Declaration declared = ((EnrollForm) model.getAttribute("form")).details();
        model.addAttribute("here", here);
        model.addAttribute("invited", waiting != null);
        model.addAttribute("provider", provider);
        model.addAttribute("placeOnly", true);
        model.addAttribute("countries", countries.inRegionOf(provider.country(), locale));
        model.addAttribute(
                "country",
                declared == null ? null : countries.find(declared.country()).orElse(null));
        return "enrollment/enroll";
    }

    private Declaration blank(Locale locale) {
        return Declaration.in(provider.country(), locale.getLanguage());
    }
}
