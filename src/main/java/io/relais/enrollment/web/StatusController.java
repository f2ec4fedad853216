package io.relais.enrollment.web;

import io.relais.country.Countries;
import io.relais.enrollment.EnrollmentCard;
import io.relais.enrollment.EnrollmentState;
import io.relais.enrollment.Enrollments;
import io.relais.invitation.AnswerPages;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page behind the personal link: how the enrollment stands, and what the reseller does next. */
@Controller
@RequestMapping("/reseller/public/enroll/{token}")
class StatusController {

    /** Who accepts the agreement, in which version; a tick at another one is none at this. */
    record AgreementForm(String name, Boolean agree, String version) {
        AgreementForm {
            agree = Boolean.TRUE.equals(agree) && Enrollments.AGREEMENT_VERSION.equals(version);
        }
    }

    record AnswerForm(String answer, String partnerId) {}

    private final Enrollments enrollments;
    private final Resellers resellers;
    private final Countries countries;
    private final Provider provider;
    private final AnswerPages pages;

    StatusController(
            Enrollments enrollments, Resellers resellers, Countries countries, Provider provider, AnswerPages pages) {
        this.enrollments = enrollments;
        this.resellers = resellers;
        this.countries = countries;
        this.provider = provider;
        this.pages = pages;
    }

    @GetMapping
    String show(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        return page(token, enrollments.behind(token), model, request, response);
    }

    @PostMapping("/confirm")
    String confirm(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        return after(token, enrollments.confirm(token), model, request, response);
    }

    @PostMapping("/agreement")
    String agree(
            @PathVariable String token,
            @ModelAttribute("agreementForm") AgreementForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<EnrollmentCard> found = enrollments.agree(token, form.name(), form.agree(), form.version(), errors);
        return errors.hasErrors()
                ? refused(token, found, model, request, response)
                : after(token, found, model, request, response);
    }

    @PostMapping("/answer")
    String answer(
            @PathVariable String token,
            @ModelAttribute("answerForm") AnswerForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Optional<EnrollmentCard> found = enrollments.answer(token, form.answer(), form.partnerId(), errors);
        if (errors.hasErrors()) {
            String page = refused(token, found, model, request, response);
            if (errors.hasGlobalErrors()) {
                response.setStatus(HttpStatus.CONFLICT.value());
                model.addAttribute("unread", form.answer());
            }
            return page;
        }
        found.filter(enrollment -> enrollment.state() == EnrollmentState.IN_VERIFICATION)
                .ifPresent(enrollment -> redirect.addFlashAttribute("notice", "enrollment.status.answered"));
        return after(token, found, model, request, response);
    }

    @PostMapping("/withdraw")
    String withdraw(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        return after(token, enrollments.withdraw(token), model, request, response);
    }

    private String refused(
            String token,
            Optional<EnrollmentCard> found,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return page(token, found, model, request, response);
    }

    private String after(
            String token,
            Optional<EnrollmentCard> found,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        return found.isPresent()
                ? "redirect:/reseller/public/enroll/" + token + "#content"
                : page(token, found, model, request, response);
    }

    private String page(
            String token,
            Optional<EnrollmentCard> found,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        pages.keepSecret(response);
        model.addAttribute("provider", provider);
        if (found.isEmpty()) {
            return pages.none(response);
        }
        EnrollmentCard enrollment = found.get();
        Locale locale =
                pages.locale(Locale.forLanguageTag(enrollment.declaration().language()), request, response);
        model.addAttribute("here", "/reseller/public/enroll/" + token);
        model.addAttribute("enrollment", enrollment);
        model.addAttribute(
                "country",
                countries
                        .find(enrollment.declaration().country())
                        .map(country -> country.name(locale))
                        .orElse(enrollment.declaration().country()));
        model.addAttribute(
                "partner",
                Optional.ofNullable(enrollment.reseller())
                        .flatMap(resellers::find)
                        .map(ResellerCard::active)
                        .orElse(false));
        if (enrollment.state() == EnrollmentState.CONFIRMED && !model.containsAttribute("agreementForm")) {
            model.addAttribute(
                    "agreementForm", new AgreementForm(enrollment.declaration().contact(), false, null));
        }
        if (enrollment.awaitsAnswer() && !model.containsAttribute("answerForm")) {
            model.addAttribute(
                    "answerForm", new AnswerForm(null, enrollment.declaration().partnerId()));
        }
        return "enrollment/status";
    }
}
