package io.relais.enrollment.web;

import io.relais.country.Countries;
import io.relais.enrollment.Declaration;
import io.relais.enrollment.EnrollmentCard;
import io.relais.enrollment.EnrollmentState;
import io.relais.enrollment.Enrollments;
import io.relais.invitation.AnswerPages;
import io.relais.invitation.RequestCard;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.provider.Provider;
import io.relais.security.SignInThrottle;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
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
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Where a reseller enrolls: from anywhere, from the partnership request that it cannot accept without, or from the page of an enrollment
 * that has ended, with what it declared then. The answer is the same whoever is known here already; the mail says what becomes of it.
 */
@Controller
class EnrollController {

    private static final String OPEN = "/reseller/public/enroll";
    private static final String ANEW = OPEN + "/{token}/anew";
    private static final String INVITED = "/partnership/{token}/enroll";
    private static final int LONGEST = 254;

    /**
     * Where the reseller comes from.
     *
     * @param here the page's own address
     * @param request the partnership request that waits for the enrollment; null if there is none
     * @param known what the form begins with
     * @param gone whether it came from a request that waits no longer
     */
    private record Origin(String here, RequestCard<Invitee> request, Declaration known, boolean gone) {}

    private final Enrollments enrollments;
    private final PartnershipRequests requests;
    private final Countries countries;
    private final Provider provider;
    private final AnswerPages pages;
    private final SignInThrottle throttle;

    EnrollController(
            Enrollments enrollments,
            PartnershipRequests requests,
            Countries countries,
            Provider provider,
            AnswerPages pages,
            SignInThrottle throttle) {
        this.enrollments = enrollments;
        this.requests = requests;
        this.countries = countries;
        this.provider = provider;
        this.pages = pages;
        this.throttle = throttle;
    }

    @GetMapping({OPEN, ANEW, INVITED})
    String show(
            @PathVariable(required = false) String token,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        Origin origin = origin(token, locale, request);
        if (origin.gone()) {
            throw new NotFoundException();
        }
        model.addAttribute("form", new EnrollForm(origin.known(), false));
        return page(origin, model, locale, response);
    }

    /** Another country has other fields: the same page again for it, nothing judged yet. */
    @PostMapping(
            path = {OPEN, ANEW, INVITED},
            params = "action=country")
    String country(
            @PathVariable(required = false) String token,
            @ModelAttribute("form") EnrollForm form,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page(origin(token, locale, request), model, locale, response);
    }

    @PostMapping({OPEN, ANEW, INVITED})
    String begin(
            @PathVariable(required = false) String token,
            @Valid @ModelAttribute("form") EnrollForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirected) {
        Origin origin = origin(token, locale, request);
        if (form.details() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        if (origin.gone()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(origin, model, locale, response);
        }
        UUID waiting = origin.request() == null ? null : origin.request().id();
        if (waiting != null && !form.authorize()) {
            errors.rejectValue("authorize", "partnership.problem.authorize");
        }
        String email = form.details().email();
        if (!errors.hasErrors()) {
            errors.pushNestedPath("details");
            enrollments.judge(form.details(), waiting, errors);
            errors.popNestedPath();
        }
        if (!errors.hasErrors()) {
            Duration wait = asked(email, request);
            if (!wait.isZero()) {
                errors.reject("enrollment.problem.wait", new Object[] {wait.toSeconds() + 1}, null);
            }
        }
        if (!errors.hasErrors()) {
            errors.pushNestedPath("details");
            try {
                enrollments.begin(form.details(), waiting, errors);
            } catch (DataIntegrityViolationException meanwhile) {
                // Somebody enrolled with the same address in this very moment; asked again, that is seen.
                enrollments.begin(form.details(), waiting, errors);
            }
            errors.popNestedPath();
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(origin, model, locale, response);
        }
        redirected.addFlashAttribute("sentTo", email);
        return "redirect:" + OPEN + "/sent";
    }

    @GetMapping(OPEN + "/sent")
    String sent(Model model, HttpServletResponse response) {
        pages.keepSecret(response);
        model.addAttribute("provider", provider);
        return "enrollment/sent";
    }

    /** The answer is the same whether anybody enrolls with this address or not, and also to who asks too often. */
    @PostMapping(OPEN + "/again")
    String again(
            @RequestParam(required = false) String email, HttpServletRequest request, RedirectAttributes redirected) {
        if (email != null && asked(email, request).isZero()) {
            enrollments.sendAgain(email);
        }
        redirected.addFlashAttribute("notice", "enrollment.sent.again.done");
        return "redirect:" + OPEN + "/sent";
    }

    /**
     * Each enrollment writes to an address that somebody typed: nobody makes us write to thousands.
     *
     * @return how long to wait; zero for who may write now, which is counted
     */
    private Duration asked(String email, HttpServletRequest request) {
        return throttle.failed(throttled(email), throttled(request.getRemoteAddr()));
    }

    private static String throttled(String what) {
        return "enroll:" + what.substring(0, Math.min(what.length(), LONGEST)).toLowerCase(Locale.ROOT);
    }

    private Origin origin(String token, Locale locale, HttpServletRequest request) {
        return switch ((String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)) {
            case INVITED -> {
                // What was typed while the request was taken back is worth as much without it.
                yield requests.waiting(token)
                        .map(waiting -> new Origin(
                                INVITED.replace("{token}", token),
                                waiting,
                                Enrollments.known(waiting.invitee()),
                                false))
                        .orElse(new Origin(OPEN, null, null, true));
            }
            case ANEW -> {
                EnrollmentCard before = ended(token);
                yield new Origin(
                        ANEW.replace("{token}", token),
                        Optional.ofNullable(before.request())
                                .flatMap(requests::find)
                                .filter(waiting -> waiting.state().answerable())
                                .orElse(null),
                        before.declaration(),
                        false);
            }
            default -> new Origin(OPEN, null, Declaration.in(provider.country(), locale.getLanguage()), false);
        };
    }

    private EnrollmentCard ended(String token) {
        return enrollments
                .behind(token)
                .filter(enrollment -> !enrollment.state().open() && enrollment.state() != EnrollmentState.APPROVED)
                .orElseThrow(NotFoundException::new);
    }

    private String page(Origin origin, Model model, Locale locale, HttpServletResponse response) {
        pages.keepSecret(response);
        Declaration declared = ((EnrollForm) model.getAttribute("form")).details();
        model.addAttribute("here", origin.here());
        model.addAttribute("requestGone", origin.gone());
        model.addAttribute("invited", origin.request() != null);
        model.addAttribute("provider", provider);
        model.addAttribute("placeOnly", true);
        model.addAttribute("countries", countries.inRegionOf(provider.country(), locale));
        model.addAttribute(
                "country",
                declared == null ? null : countries.find(declared.country()).orElse(null));
        return "enrollment/enroll";
    }
}
