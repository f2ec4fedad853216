package io.relais.partnership.web;

import io.relais.audit.AuditEntry;
import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestPages;
import io.relais.partnership.Compliance;
import io.relais.partnership.ComplianceChange;
import io.relais.partnership.ComplianceFlag;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.Removal;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.ResellerChoice;
import io.relais.partnership.ResellerPeople;
import io.relais.partnership.Resellers;
import io.relais.partnership.TiesOfKind;
import io.relais.security.Permission;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A reseller's own page, and what staff do there: check whether it may be worked with, and end the partnership. */
@Controller
@RequestMapping("/resellers/{id}")
@PreAuthorize("hasAuthority('VIEW_RESELLERS')")
class ResellerPageController {

    private static final int HISTORY_LINES = 100;

    private final Resellers resellers;
    private final PartnershipRequests requests;
    private final ResellerPeople people;
    private final RequestPages pages;
    private final Countries countries;
    private final MessageSource messages;
    private final Clock clock;

    ResellerPageController(
            Resellers resellers,
            PartnershipRequests requests,
            ResellerPeople people,
            RequestPages pages,
            Countries countries,
            MessageSource messages,
            Clock clock) {
        this.resellers = resellers;
        this.requests = requests;
        this.people = people;
        this.pages = pages;
        this.countries = countries;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping
    String show(@PathVariable UUID id, Authentication person, Locale locale, Model model) {
        ResellerCard reseller = found(id);
        List<RequestCard<Invitee>> sent = requests.of(id);
        Optional<Country> country = countries.find(reseller.country());
        model.addAttribute("reseller", reseller);
        model.addAttribute("country", country.map(one -> one.name(locale)).orElse(reseller.country()));
        model.addAttribute(
                "region",
                country.map(one -> said("country.region." + one.region().replaceAll("\\W", ""), locale))
                        .orElse("–"));
        model.addAttribute("compliance", resellers.compliance(id).orElseThrow());
        model.addAttribute("removed", resellers.removed(id).orElse(null));
        model.addAttribute("ties", resellers.ties(id));
        model.addAttribute("people", resetsAccess(person) ? people.of(id) : List.of());
        model.addAttribute("requests", sent);
        model.addAttribute(
                "history",
                Stream.concat(
                                resellers.history(id).stream().map(entry -> line(entry, locale)),
                                sent.stream()
                                        .flatMap(request -> pages.history(requests, request.id(), locale).stream()))
                        .sorted(Comparator.comparing(RequestPages.HistoryLine::when)
                                .reversed())
                        .limit(HISTORY_LINES)
                        .toList());
        return "partnership/reseller";
    }

    private RequestPages.HistoryLine line(AuditEntry entry, Locale locale) {
        return new RequestPages.HistoryLine(
                entry.getOccurredAt(),
                said("partnership.audit." + entry.getAction(), locale),
                entry.getActor(),
                entry.getNewValue());
    }

    // ---- compliance
    // -----------------------------------------------------------------------------------------------------------------

    /** What the page <em>Check compliance</em> asks for. */
    record ComplianceForm(String change, String since, String reason) {}

    /**
     * Something that a check may come to.
     *
     * @param text key of its text
     * @param set the flag that would be lifted; null if none would
     */
    record Change(String value, String text, Compliance.Flag set) {}

    @GetMapping("/compliance")
    @PreAuthorize("hasAuthority('REMOVE_PARTNERSHIP')")
    String compliance(@PathVariable UUID id, Model model, RedirectAttributes redirect) {
        ResellerCard reseller = found(id);
        if (!reseller.active()) {
            return back(id, "partnership.compliance.notActive", redirect);
        }
        model.addAttribute(
                "form",
                new ComplianceForm(
                        null, LocalDate.now(clock.withZone(ZoneOffset.UTC)).toString(), null));
        return compliancePage(reseller, model);
    }

    @PostMapping("/compliance")
    @PreAuthorize("hasAuthority('REMOVE_PARTNERSHIP')")
    String check(
            @PathVariable UUID id,
            @ModelAttribute("form") ComplianceForm form,
            BindingResult errors,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        found(id);
        resellers.check(id, change(form, errors), errors);
        ResellerCard reseller = found(id);
        if (!reseller.active()) {
            return back(id, "partnership.compliance.notActive", redirect);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return compliancePage(reseller, model);
        }
        return back(id, "partnership.compliance.recorded", redirect);
    }

    private String compliancePage(ResellerCard reseller, Model model) {
        Map<ComplianceFlag, Compliance.Flag> set =
                resellers.compliance(reseller.id()).orElseThrow().flags();
        List<Change> changes = new ArrayList<>();
        changes.add(change("UNCHANGED", null));
        for (ComplianceFlag flag : ComplianceFlag.values()) {
            changes.add(change((set.containsKey(flag) ? "LIFT_" : "SET_") + flag.name(), set.get(flag)));
        }
        model.addAttribute("reseller", reseller);
        model.addAttribute("changes", changes);
        return "partnership/compliance";
    }

    private static Change change(String value, Compliance.Flag set) {
        return new Change(value, "partnership.compliance.change." + value, set);
    }

    /** What was typed, as far as it can be read; a choice that does not exist is none. */
    private static ComplianceChange change(ComplianceForm form, BindingResult errors) {
        LocalDate since = null;
        try {
            since = form.since() == null || form.since().isBlank()
                    ? null
                    : LocalDate.parse(form.since().strip());
        } catch (java.time.format.DateTimeParseException unreadable) {
            errors.rejectValue("since", "partnership.problem.date");
        }
        String[] chosen = (form.change() == null ? "" : form.change()).split("_", 2);
        ComplianceChange.Finding finding = ResellerController.named(ComplianceChange.Finding.values(), chosen[0]);
        ComplianceFlag flag = chosen.length < 2 ? null : ResellerController.named(ComplianceFlag.values(), chosen[1]);
        return new ComplianceChange(finding, flag, since, form.reason());
    }

    // ---- removal
    // --------------------------------------------------------------------------------------------------------------------

    @GetMapping("/removal")
    @PreAuthorize("hasAuthority('REMOVE_PARTNERSHIP')")
    String removal(@PathVariable UUID id, Model model, HttpServletRequest request, RedirectAttributes redirect) {
        ResellerCard reseller = found(id);
        if (!reseller.active()) {
            return back(id, "partnership.removal.notActive", redirect);
        }
        List<TiesOfKind> ties = resellers.ties(id);
        Map<String, Removal.Fate> usual = new HashMap<>();
        ties.stream().filter(TiesOfKind::stays).forEach(kind -> usual.put(kind.key(), Removal.Fate.KEEP));
        Removal form = new Removal(null, null, usual, null);
        model.addAttribute("form", form);
        return removalPage(reseller, ties, form, request, model);
    }

    /** Without JavaScript: the same page again, with the resellers that were searched for. */
    @PostMapping(path = "/removal", params = "action=find")
    @PreAuthorize("hasAuthority('REMOVE_PARTNERSHIP')")
    String find(
            @PathVariable UUID id,
            @ModelAttribute("form") Removal form,
            BindingResult errors,
            Model model,
            HttpServletRequest request) {
        return removalPage(found(id), resellers.ties(id), form, request, model);
    }

    @PostMapping("/removal")
    @PreAuthorize("hasAuthority('REMOVE_PARTNERSHIP')")
    String remove(
            @PathVariable UUID id,
            @ModelAttribute("form") Removal form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        found(id);
        if (!errors.hasErrors()) {
            resellers.remove(id, form, errors);
        }
        ResellerCard reseller = found(id);
        if (!errors.hasErrors()) {
            return back(id, "partnership.removal.done", redirect);
        }
        if (!reseller.active()) {
            return back(id, "partnership.removal.notActive", redirect);
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return removalPage(reseller, resellers.ties(id), form, request, model);
    }

    private String removalPage(
            ResellerCard reseller, List<TiesOfKind> ties, Removal form, HttpServletRequest request, Model model) {
        Map<String, ResellerChoice> choices = new HashMap<>();
        ties.stream()
                .filter(TiesOfKind::reassignable)
                .forEach(kind -> choices.put(
                        kind.key(),
                        resellers.choice(
                                request.getParameter("find-heir-" + kind.key()),
                                form.heirs().get(kind.key()),
                                false,
                                reseller.id())));
        model.addAttribute("reseller", reseller);
        model.addAttribute("ties", ties);
        model.addAttribute("choices", choices);
        return "partnership/removal";
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    private ResellerCard found(UUID id) {
        return resellers.find(id).orElseThrow(NotFoundException::new);
    }

    private static boolean resetsAccess(Authentication person) {
        return person.getAuthorities().stream()
                .anyMatch(held -> Permission.RESET_ADMIN_PASSWORD.name().equals(held.getAuthority()));
    }

    private static String back(UUID id, String said, RedirectAttributes redirect) {
        redirect.addFlashAttribute("notice", said);
        return "redirect:/resellers/" + id;
    }

    private String said(String key, Locale locale) {
        return messages.getMessage(key, null, key, locale);
    }
}
