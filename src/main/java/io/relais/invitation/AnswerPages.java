package io.relais.invitation;

import io.relais.country.Countries;
import io.relais.provider.Provider;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.servlet.LocaleResolver;

/**
 * What the pages behind personal links have in common: no sign-in, the link is the key. An unknown, a revoked and an expired link get the
 * same answer.
 */
@Component
public class AnswerPages {

    private static final String LANGUAGE_COOKIE = "relais-language";
    private static final int LONGEST_REASON = 1000;

    private final Countries countries;
    private final Provider provider;
    private final LocaleResolver language;

    AnswerPages(Countries countries, Provider provider, LocaleResolver localeResolver) {
        this.countries = countries;
        this.provider = provider;
        this.language = localeResolver;
    }

    /** @return the template, or the one for a link that leads nowhere */
    public String page(
            Requests<?, ?, ?> requests,
            String token,
            Optional<? extends Invitation<?, ?>> found,
            String template,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        keepSecret(response);
        model.addAttribute("provider", provider);
        if (found.isEmpty()) {
            return none(response);
        }
        Locale locale = locale(found.get().invitee().locale(), request, response);
        Map<String, String> options = new LinkedHashMap<>();
        countries
                .inRegionOf(provider.country(), locale)
                .forEach(country -> options.put(country.code(), country.name(locale)));
        model.addAttribute("here", requests.kind().publicPath() + token);
        model.addAttribute("invitation", found.get());
        model.addAttribute("countries", options);
        model.addAttribute("providerCountry", new Locale("", provider.country()).getDisplayCountry(locale));
        return template;
    }

    /** The address of such a page is a key: it must not travel on in a Referer header, nor stay in a cache or a search engine. */
    public void keepSecret(HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Robots-Tag", "noindex, nofollow");
    }

    /** @return the template for a link that leads nowhere */
    public String none(HttpServletResponse response) {
        response.setStatus(HttpStatus.NOT_FOUND.value());
        return "invitation/none";
    }

    /** After an answer: the same page, which now shows what came of it. */
    public String after(
            Requests<?, ?, ?> requests,
            String token,
            Optional<? extends Invitation<?, ?>> result,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        return result.isPresent()
                ? "redirect:" + requests.kind().publicPath() + token + "#content"
                : page(requests, token, result, null, model, request, response);
    }

    public String decline(
            Requests<?, ?, ?> requests,
            String token,
            String reason,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        String kept =
                reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        return after(requests, token, requests.decline(token, kept), model, request, response);
    }

    /** The addressee's language, until it chooses another; who is signed in has a language already. */
    public Locale locale(Locale theirs, HttpServletRequest request, HttpServletResponse response) {
        boolean chosen = request.getUserPrincipal() != null
                || request.getParameter("lang") != null
                || Arrays.stream(Optional.ofNullable(request.getCookies()).orElse(new Cookie[0]))
                        .anyMatch(cookie -> cookie.getName().equals(LANGUAGE_COOKIE));
        if (!chosen) {
            language.setLocale(request, response, theirs);
        }
        return language.resolveLocale(request);
    }
}
