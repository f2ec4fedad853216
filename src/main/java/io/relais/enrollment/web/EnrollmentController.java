package io.relais.enrollment.web;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditLabels;
import io.relais.country.Countries;
import io.relais.enrollment.Decision;
import io.relais.enrollment.EnrollmentCard;
import io.relais.enrollment.EnrollmentFilter;
import io.relais.enrollment.EnrollmentState;
import io.relais.enrollment.Enrollments;
import io.relais.partnership.ResellerState;
import io.relais.partnership.Resellers;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
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

/** Enrollments as staff see them, and the task of verifying one. */
@Controller
@RequestMapping("/enrollments")
@PreAuthorize("hasAuthority('VERIFY_RESELLERS')")
class EnrollmentController {

    private static final int PAGE = 25;

    /** What staff decide; an unknown decision is none. */
    record DecisionForm(String decision, String text) {

        Decision chosen() {
            return Arrays.stream(Decision.values())
                    .filter(one -> one.name().equals(decision))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A line of the history in the reader's words. */
    record HistoryLine(Instant when, String what, String who, String detail) {}

    private final Enrollments enrollments;
    private final Resellers resellers;
    private final Countries countries;
    private final AuditLabels labels;
    private final Clock clock;

    EnrollmentController(
            Enrollments enrollments, Resellers resellers, Countries countries, AuditLabels labels, Clock clock) {
        this.enrollments = enrollments;
        this.resellers = resellers;
        this.countries = countries;
        this.labels = labels;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        EnrollmentFilter filter = new EnrollmentFilter(
                text,
                Arrays.stream(EnrollmentState.values())
                        .filter(one -> one.name().equals(state))
                        .findFirst()
                        .orElse(null));
        model.addAttribute("filter", filter);
        model.addAttribute("states", EnrollmentState.values());
        model.addAttribute("page", enrollments.list(filter, after, before, PAGE));
        model.addAttribute("now", clock.instant());
        return "enrollment/list";
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Model model, Locale locale) {
        EnrollmentCard enrollment = enrollments.find(id).orElseThrow(NotFoundException::new);
        model.addAttribute("checks", enrollment.state().open() ? enrollments.checks(id) : List.of());
        model.addAttribute(
                "history", enrollments.history(id).stream().map(this::line).toList());
        model.addAttribute(
                "partnershipLacks",
                Optional.ofNullable(enrollment.reseller())
                        .flatMap(resellers::find)
                        .filter(reseller -> !reseller.active() && reseller.state() != ResellerState.INVITED)
                        .isPresent());
        return page(enrollment, "enrollment/enrollment", model, locale);
    }

    @GetMapping("/{id}/verify")
    String verify(@PathVariable UUID id, Model model, Locale locale) {
        model.addAttribute("form", new DecisionForm(null, null));
        return verification(id, model, locale);
    }

    @PostMapping("/{id}/verify")
    String decide(
            @PathVariable UUID id,
            @ModelAttribute("form") DecisionForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        try {
            enrollments.decide(id, form.chosen(), form.text(), errors);
        } catch (DataIntegrityViolationException meanwhile) {
            enrollments.decide(id, form.chosen(), form.text(), errors);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return verification(id, model, locale);
        }
        redirect.addFlashAttribute("notice", "enrollment.done." + form.decision());
        redirect.addFlashAttribute(
                "noticeArgs",
                new Object[] {enrollments.find(id).orElseThrow().declaration().legalName()});
        return "redirect:/tasks/next?case=" + id;
    }

    private String verification(UUID id, Model model, Locale locale) {
        EnrollmentCard enrollment = enrollments.verifying(id);
        model.addAttribute("checks", enrollments.checks(id));
        return page(enrollment, "enrollment/verify", model, locale);
    }

    private String page(EnrollmentCard enrollment, String template, Model model, Locale locale) {
        model.addAttribute("enrollment", enrollment);
        model.addAttribute("now", clock.instant());
        model.addAttribute(
                "country",
                countries
                        .find(enrollment.declaration().country())
                        .map(country -> country.name(locale))
                        .orElse(enrollment.declaration().country()));
        return template;
    }

    private HistoryLine line(AuditEntry entry) {
        return new HistoryLine(entry.getOccurredAt(), labels.of(entry), entry.getActor(), labels.change(entry));
    }
}
