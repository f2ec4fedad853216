package io.relais.partnership.web;

import io.relais.country.Countries;
import io.relais.partnership.Invitation;
import io.relais.partnership.PartnershipRequests;
import io.relais.provider.Provider;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.web.servlet.LocaleResolver;

/**
 * The page behind a personal link, for the invited reseller: no sign-in, the link is the key. An unknown, a revoked and an expired link
 * get the same answer.
 */
@Controller
@RequestMapping("/partnership/{token}")
class InvitationController {

    private static final String PAGE = "partnership/invitation";
    /** A country outside the provider's region: the eligibility check then tells what that means. */
    private static final String ELSEWHERE = "ZZ";

    private static final String LANGUAGE_COOKIE = "relais-language";

    private final PartnershipRequests requests;
    private final Countries countries;
    private final Provider provider;
    private final LocaleResolver language;

    InvitationController(
            PartnershipRequests requests, Countries countries, Provider provider, LocaleResolver localeResolver) {
        this.requests = requests;
        this.countries = countries;
        this.provider = provider;
        this.language = localeResolver;
    }

    @GetMapping
    String view(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        Optional<Invitation> invitation = requests.view(token);
        invitation.ifPresent(found -> model.addAttribute("form", AnswerForm.of(found.answer())));
        return page(token, invitation, model, request, response);
    }

    @PostMapping("/authorize")
    String authorize(
            @PathVariable String token,
            @Valid @ModelAttribute("form") AnswerForm form,
            BindingResult binding,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (binding.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(token, requests.view(token), model, request, response);
        }
        return after(token, requests.authorize(token, form.answer()), model, request, response);
    }

    @PostMapping("/decline")
    String decline(
            @PathVariable String token,
            @RequestParam(required = false) String reason,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        String kept = reason == null || reason.length() <= 1000 ? reason : reason.substring(0, 1000);
        return after(token, requests.decline(token, kept), model, request, response);
    }

    @PostMapping("/not-for-me")
    String notForMe(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        return after(token, requests.notForMe(token), model, request, response);
    }

    private String after(
            String token,
            Optional<Invitation> result,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        return result.isPresent()
                ? "redirect:/partnership/" + token + "#content"
                : page(token, result, model, request, response);
    }

    private String page(
            String token,
            Optional<Invitation> found,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        // The address of this page is a key: it must not travel on in a Referer header, nor stay in a cache or a search
        // engine.
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Robots-Tag", "noindex, nofollow");
        model.addAttribute("provider", provider);
        if (found.isEmpty()) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            return "partnership/no-invitation";
        }
        Invitation invitation = found.get();
        Locale locale = locale(invitation, request, response);
        Map<String, String> options = new LinkedHashMap<>();
        countries
                .inRegionOf(provider.country(), locale)
                .forEach(country -> options.put(country.code(), country.name(locale)));
        model.addAttribute("elsewhere", ELSEWHERE);
        model.addAttribute("token", token);
        model.addAttribute("invitation", invitation);
        model.addAttribute("countries", options);
        model.addAttribute("providerCountry", new Locale("", provider.country()).getDisplayCountry(locale));
        return PAGE;
    }

    /** The reseller's language, until it chooses another. */
    private Locale locale(Invitation invitation, HttpServletRequest request, HttpServletResponse response) {
        boolean chosen = request.getParameter("lang") != null
                || Arrays.stream(Optional.ofNullable(request.getCookies()).orElse(new Cookie[0]))
                        .anyMatch(cookie -> cookie.getName().equals(LANGUAGE_COOKIE));
        if (!chosen) {
            language.setLocale(request, response, invitation.invitee().locale());
        }
        return language.resolveLocale(request);
    }
}
