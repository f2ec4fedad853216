package io.relais.invitation;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditLabels;
import io.relais.country.Countries;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the pages for staff have in common, whatever kind of request they are about; the kind's controllers have the routes. */
@Component
public class RequestPages {

    private static final String FORM = "form";

    private final Countries countries;
    private final Provider provider;
    private final AuditLabels labels;
    private final MessageSource messages;

    RequestPages(Countries countries, Provider provider, AuditLabels labels, MessageSource messages) {
        this.countries = countries;
        this.provider = provider;
        this.labels = labels;
        this.messages = messages;
    }

    // ---- where it stands
    // ------------------------------------------------------------------------------------------------------------

    /**
     * The page of a request; the kind's template {@code parts} adds what is its own.
     *
     * @param others requests of the same kind with the same {@link RequestCard#party}
     */
    public <A extends Addressee> String show(
            Requests<?, A, ?> requests,
            UUID id,
            Function<UUID, List<RequestCard<A>>> others,
            Locale locale,
            Model model) {
        RequestCard<A> request = found(requests, id);
        model.addAttribute("mayRequest", may(requests.kind().permission()));
        model.addAttribute("others", request.party() == null ? List.of() : others.apply(request.party()));
        model.addAttribute("kind", requests.kind());
        model.addAttribute("request", request);
        model.addAttribute("history", history(requests, id, locale));
        if (request.invitee() != null) {
            model.addAttribute("webmail", requests.webmail(request.invitee().email()));
            model.addAttribute("country", countryName(request.invitee().country(), locale));
        }
        return "invitation/request";
    }

    /** A request's history in the reader's words, newest first. */
    public List<HistoryLine> history(Requests<?, ?, ?> requests, UUID id, Locale locale) {
        return requests.history(id).stream()
                .map(line -> line(requests.kind(), line, locale))
                .toList();
    }

    /** A line of the history in the reader's words. */
    public record HistoryLine(Instant when, String what, String who, String detail) {}

    private HistoryLine line(Kind kind, AuditEntry entry, Locale locale) {
        String verb = entry.getAction().replace("_" + kind.object(), "");
        String value = entry.getNewValue();
        String detail =
                switch (verb) {
                    case "send" -> said("invitation.channel." + value, locale);
                    case "remind_reseller", "remind_customer" ->
                        "mail".equals(value) ? said(Channel.REMINDER.key(), locale) : null;
                    case "block" ->
                        Arrays.stream(value.replaceAll("[\\[\\] ]", "").split(","))
                                .map(obstacle -> said(kind.texts() + ".obstacle." + obstacle, locale))
                                .collect(Collectors.joining(" "));
                    case "expire", "decline", "revoke", "discard" -> null;
                    default -> value;
                };
        return new HistoryLine(entry.getOccurredAt(), labels.of(entry), entry.getActor(), detail);
    }

    public String resend(Requests<?, ?, ?> requests, UUID id) {
        if (!found(requests, id).state().answerable()) {
            return "redirect:" + path(requests, id);
        }
        requests.resend(id);
        return "redirect:/tasks/next?case=" + id;
    }

    public String revoke(Requests<?, ?, ?> requests, UUID id, RedirectAttributes redirect) {
        found(requests, id);
        requests.revoke(id);
        RequestState now = found(requests, id).state();
        redirect.addFlashAttribute("notice", "invitation.request.now." + now.name());
        return "redirect:" + path(requests, id);
    }

    // ---- describe
    // -------------------------------------------------------------------------------------------------------------------

    /** What the page on which a request is described shows beside its form. */
    public void details(Requests<?, ?, ?> requests, UUID id, Locale locale, Model model) {
        Map<String, String> options = new LinkedHashMap<>();
        countries
                .inRegionOf(provider.country(), locale)
                .forEach(country -> options.put(country.code(), country.name(locale)));
        model.addAttribute("id", id);
        model.addAttribute("kind", requests.kind());
        model.addAttribute("at", path(requests, id));
        model.addAttribute("countries", options);
        model.addAttribute("region", countryName(provider.country(), locale));
        model.addAttribute("longest", requests.longestValidityDays());
    }

    /** Puts problems at their fields; a request that is in the way is shown with a link. */
    public void reject(BindingResult binding, List<Problem> problems, Model model) {
        for (Problem problem : problems) {
            binding.rejectValue(problem.field(), problem.key(), problem.args(), problem.key());
            if (problem.request() != null) {
                model.addAttribute("duplicate", problem.request());
            }
        }
    }

    // ---- send
    // -----------------------------------------------------------------------------------------------------------------------

    public String send(Requests<?, ?, ?> requests, UUID id, Model model, HttpServletResponse response) {
        return send(requests, id, Way.ofStaff(requests.kind(), id), model, response);
    }

    /** The same for others than staff. */
    public String send(Requests<?, ?, ?> requests, UUID id, Way way, Model model, HttpServletResponse response) {
        found(requests, id);
        Message message = requests.message(id);
        model.addAttribute(FORM, new SendForm(message.subject(), message.body()));
        return sendPage(requests, id, way, message, model, response);
    }

    /**
     * Where a request's pages are for who works on it.
     *
     * @param path of the request; its steps are below
     * @param next where to go when a step is done
     */
    public record Way(String path, String next) {

        static Way ofStaff(Kind kind, UUID id) {
            return new Way(kind.path() + "/" + id, "/tasks/next?case=" + id);
        }
    }

    /** Whatever is done, the text as it stands on the page is kept first. */
    public String send(
            Requests<?, ?, ?> requests,
            UUID id,
            String action,
            SendForm form,
            BindingResult binding,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return send(requests, id, Way.ofStaff(requests.kind(), id), action, form, binding, model, redirect, response);
    }

    /** The same for others than staff. */
    public String send(
            Requests<?, ?, ?> requests,
            UUID id,
            Way way,
            String action,
            SendForm form,
            BindingResult binding,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        found(requests, id);
        Message message = requests.message(id);
        if (action.equals("restore")) {
            SendForm restored = new SendForm(form.subject(), requests.withLink(id, form.body()));
            if (requests.textProblems(id, restored.subject(), restored.body()).isEmpty()) {
                requests.write(id, restored.subject(), restored.body());
                return back(way, "invitation.send.restored", redirect);
            }
            model.addAttribute(FORM, restored);
            model.asMap().keySet().removeIf(key -> key.startsWith(BindingResult.MODEL_KEY_PREFIX));
            return refused(requests, id, way, message, model, response);
        }
        reject(binding, requests.textProblems(id, form.subject(), form.body()), model);
        if (binding.hasErrors()) {
            return refused(requests, id, way, message, model, response);
        }
        requests.write(id, form.subject(), form.body());
        switch (action) {
            case "open" -> {
                requests.sent(id, Channel.EMAIL_PROGRAM);
                redirect.addFlashAttribute("opening", true);
                return back(way, "invitation.send.opened", redirect);
            }
            case "copy" -> {
                requests.sent(id, Channel.CLIPBOARD);
                return back(way, "invitation.send.copied", redirect);
            }
            case "mail" -> {
                if (!requests.canSendForMe()) {
                    return back(way, "invitation.send.noMailServer", redirect);
                }
                requests.sendForMe(id);
            }
            case "done" -> requests.done(id);
            default -> {
                return back(way, "invitation.send.kept", redirect);
            }
        }
        return "redirect:" + way.next();
    }

    private static String back(Way way, String said, RedirectAttributes redirect) {
        redirect.addFlashAttribute("said", said);
        return "redirect:" + way.path() + "/send";
    }

    private String refused(
            Requests<?, ?, ?> requests, UUID id, Way way, Message message, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return sendPage(requests, id, way, message, model, response);
    }

    private String sendPage(
            Requests<?, ?, ?> requests, UUID id, Way way, Message message, Model model, HttpServletResponse response) {
        RequestCard<?> request = found(requests, id);
        model.addAttribute("id", id);
        model.addAttribute("kind", requests.kind());
        model.addAttribute("request", request);
        model.addAttribute("at", way.path());
        model.addAttribute("message", message);
        model.addAttribute("mailServer", requests.canSendForMe());
        model.addAttribute("webmail", requests.webmail(message.to()));
        model.addAttribute("correctable", request.state() == RequestState.DRAFT);
        // The page holds the personal link.
        response.setHeader("Cache-Control", "no-store");
        return "invitation/send";
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    public <A extends Addressee> RequestCard<A> found(Requests<?, A, ?> requests, UUID id) {
        return requests.find(id).orElseThrow(NotFoundException::new);
    }

    private static String path(Requests<?, ?, ?> requests, UUID id) {
        return requests.kind().path() + "/" + id;
    }

    private static boolean may(Permission permission) {
        return SecurityContextHolder.getContext().getAuthentication().getAuthorities().stream()
                .anyMatch(authority -> authority.getAuthority().equals(permission.name()));
    }

    private String countryName(String code, Locale locale) {
        return countries.find(code).map(country -> country.name(locale)).orElse(code);
    }

    private String said(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
