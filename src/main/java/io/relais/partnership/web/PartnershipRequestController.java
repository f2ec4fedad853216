package io.relais.partnership.web;

import io.relais.audit.AuditEntry;
import io.relais.country.Countries;
import io.relais.partnership.Channel;
import io.relais.partnership.Invitee;
import io.relais.partnership.Message;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.Problem;
import io.relais.partnership.RequestCard;
import io.relais.partnership.RequestState;
import io.relais.provider.Provider;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
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
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages of a partnership request, for staff: describe, send, follow. */
@Controller
@RequestMapping("/partnership-requests")
@PreAuthorize("hasAuthority('REQUEST_PARTNERSHIP')")
class PartnershipRequestController {

    private static final String DETAILS = "partnership/details";
    private static final String SEND = "partnership/send";

    private final PartnershipRequests requests;
    private final Countries countries;
    private final Provider provider;
    private final MessageSource messages;

    PartnershipRequestController(
            PartnershipRequests requests, Countries countries, Provider provider, MessageSource messages) {
        this.messages = messages;
        this.requests = requests;
        this.countries = countries;
        this.provider = provider;
    }

    @PostMapping
    String start() {
        return "redirect:/partnership-requests/" + requests.start() + "/details";
    }

    // ---- where it stands
    // ------------------------------------------------------------------------------------------------------------

    @GetMapping("/{id}")
    @PreAuthorize("hasAuthority('VIEW_RESELLERS')")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        RequestCard request = found(id);
        model.addAttribute("request", request);
        model.addAttribute(
                "history",
                requests.history(id).stream().map(line -> line(line, locale)).toList());
        model.addAttribute("others", request.reseller() == null ? List.of() : requests.of(request.reseller()));
        model.addAttribute(
                "webmail",
                request.invitee() != null && requests.webmail(request.invitee().email()));
        if (request.invitee() != null) {
            model.addAttribute("country", countryName(request.invitee().country(), locale));
        }
        return "partnership/request";
    }

    /** A line of the history in the reader's words. */
    record HistoryLine(Instant when, String what, String who, String detail) {}

    private HistoryLine line(AuditEntry entry, Locale locale) {
        String value = entry.getNewValue();
        String detail =
                switch (entry.getAction()) {
                    case "send_partnership_request" -> said("partnership.channel." + value, locale);
                    case "remind_reseller" -> "mail".equals(value) ? said(Channel.REMINDER.key(), locale) : null;
                    case "block_partnership_request" ->
                        Arrays.stream(value.replaceAll("[\\[\\] ]", "").split(","))
                                .map(obstacle -> said("partnership.obstacle." + obstacle, locale))
                                .collect(Collectors.joining(" "));
                    case "describe_partnership_request", "authorize_provider" -> value;
                    default -> null;
                };
        return new HistoryLine(
                entry.getOccurredAt(),
                said("partnership.audit." + entry.getAction(), locale),
                entry.getActor(),
                detail);
    }

    private String said(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }

    @PostMapping("/{id}/resend")
    String resend(@PathVariable UUID id) {
        if (!found(id).state().answerable()) {
            return "redirect:/partnership-requests/" + id;
        }
        requests.resend(id);
        return "redirect:/tasks/next?case=" + id;
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable UUID id, RedirectAttributes redirect) {
        found(id);
        requests.revoke(id);
        RequestState now = found(id).state();
        redirect.addFlashAttribute("notice", "partnership.request.now." + now.name());
        return "redirect:/partnership-requests/" + id;
    }

    // ---- describe
    // -------------------------------------------------------------------------------------------------------------------

    @GetMapping("/{id}/details")
    String details(@PathVariable UUID id, Locale locale, Model model) {
        found(id);
        Invitee invitee = requests.editable(id);
        model.addAttribute(
                "form",
                invitee != null
                        ? DetailsForm.of(invitee)
                        : new DetailsForm(
                                null,
                                null,
                                null,
                                provider.country(),
                                locale.getLanguage(),
                                null,
                                String.valueOf(requests.usualValidityDays())));
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
        found(id);
        requests.editable(id);
        if (!binding.hasErrors()) {
            reject(binding, requests.problems(id, form.invitee()), model);
        }
        if (binding.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return detailsPage(id, locale, model);
        }
        requests.describe(id, form.invitee());
        return "redirect:/tasks/next?case=" + id;
    }

    private String detailsPage(UUID id, Locale locale, Model model) {
        Map<String, String> options = new LinkedHashMap<>();
        countries
                .inRegionOf(provider.country(), locale)
                .forEach(country -> options.put(country.code(), country.name(locale)));
        model.addAttribute("id", id);
        model.addAttribute("countries", options);
        model.addAttribute("region", countryName(provider.country(), locale));
        model.addAttribute("longest", requests.longestValidityDays());
        return DETAILS;
    }

    // ---- send
    // -----------------------------------------------------------------------------------------------------------------------

    @GetMapping("/{id}/send")
    String send(@PathVariable UUID id, Model model, HttpServletResponse response) {
        found(id);
        Message message = requests.message(id);
        model.addAttribute("form", new SendForm(message.subject(), message.body()));
        return sendPage(id, message, model, response);
    }

    /** Whatever is done, the text as it stands on the page is kept first. */
    @PostMapping("/{id}/send")
    String send(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "done") String action,
            @ModelAttribute("form") SendForm form,
            BindingResult binding,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        found(id);
        Message message = requests.message(id);
        if (action.equals("restore")) {
            SendForm restored = new SendForm(form.subject(), requests.withLink(id, form.body()));
            if (requests.textProblems(id, restored.subject(), restored.body()).isEmpty()) {
                requests.write(id, restored.subject(), restored.body());
                return back(id, "partnership.send.restored", redirect);
            }
            form = restored;
            model.addAttribute("form", form);
            model.asMap().keySet().removeIf(key -> key.startsWith(BindingResult.MODEL_KEY_PREFIX));
            return refused(id, message, model, response);
        }
        reject(binding, requests.textProblems(id, form.subject(), form.body()), model);
        if (binding.hasErrors()) {
            return refused(id, message, model, response);
        }
        requests.write(id, form.subject(), form.body());
        switch (action) {
            case "open" -> {
                requests.sent(id, Channel.EMAIL_PROGRAM);
                redirect.addFlashAttribute("opening", true);
                return back(id, "partnership.send.opened", redirect);
            }
            case "copy" -> {
                requests.sent(id, Channel.CLIPBOARD);
                return back(id, "partnership.send.copied", redirect);
            }
            case "mail" -> {
                if (!requests.canSendForMe()) {
                    return back(id, "partnership.send.noMailServer", redirect);
                }
                requests.sendForMe(id);
            }
            case "done" -> requests.done(id);
            default -> {
                return back(id, "partnership.send.kept", redirect);
            }
        }
        return "redirect:/tasks/next?case=" + id;
    }

    private static String back(UUID id, String said, RedirectAttributes redirect) {
        redirect.addFlashAttribute("said", said);
        return "redirect:/partnership-requests/" + id + "/send";
    }

    private String refused(UUID id, Message message, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return sendPage(id, message, model, response);
    }

    private String sendPage(UUID id, Message message, Model model, HttpServletResponse response) {
        RequestCard request = found(id);
        model.addAttribute("id", id);
        model.addAttribute("request", request);
        model.addAttribute("message", message);
        model.addAttribute("mailServer", requests.canSendForMe());
        model.addAttribute("webmail", requests.webmail(message.to()));
        model.addAttribute("correctable", request.state() == RequestState.DRAFT);
        // The page holds the personal link.
        response.setHeader("Cache-Control", "no-store");
        return SEND;
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    private static void reject(BindingResult binding, List<Problem> problems, Model model) {
        for (Problem problem : problems) {
            binding.rejectValue(problem.field(), problem.key(), problem.args(), problem.key());
            if (problem.request() != null) {
                model.addAttribute("duplicate", problem.request());
            }
        }
    }

    private RequestCard found(UUID id) {
        return requests.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String countryName(String code, Locale locale) {
        return countries.find(code).map(country -> country.name(locale)).orElse(code);
    }
}
