package io.relais.counter.web;

import io.relais.invitation.Addressee;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestPages;
import io.relais.invitation.RequestState;
import io.relais.invitation.SendForm;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.OutsidePerson;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskNotHeldException;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * A reseller asks a company that exists already to become its customer: one link asks for the provider and the reseller together. The
 * reseller's person sends it from its own mailbox; the provider's staff see it among their relationship requests as any other.
 */
@Controller
@RequestMapping("/reseller/customer-requests")
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerAskingController {

    private static final String ADMINISTRATOR = "hasAuthority('RESELLER_ADMINISTRATOR')";
    private static final int PAGE_SIZE = 25;

    private final ResellerCounter counter;
    private final RelationshipRequests requests;
    private final RequestPages pages;

    ResellerAskingController(ResellerCounter counter, RelationshipRequests requests, RequestPages pages) {
        this.counter = counter;
        this.requests = requests;
        this.pages = pages;
    }

    /** Which company is asked. The reseller is always the person's own. */
    record AskForm(
            @NotBlank(message = "{invitation.problem.required}")
                    @Size(max = 200, message = "{invitation.problem.long}")
                    @Pattern(regexp = Addressee.SINGLE_LINE, message = "{invitation.problem.line}")
                    String company,
            @NotBlank(message = "{invitation.problem.required}")
                    @Size(max = 254, message = "{invitation.problem.long}")
                    @Pattern(regexp = Addressee.EMAIL, message = "{invitation.problem.email}")
                    String email,
            @NotBlank(message = "{invitation.problem.required}")
                    @Size(max = 100, message = "{invitation.problem.long}")
                    @Pattern(regexp = Addressee.SINGLE_LINE, message = "{invitation.problem.line}")
                    String contact,
            @NotBlank(message = "{invitation.problem.required}") String country,
            @NotBlank(message = "{invitation.problem.required}")
                    @Pattern(regexp = "en|fr", message = "{invitation.problem.required}")
                    String language,
            Boolean delegatedAdministration,
            @NotBlank(message = "{invitation.problem.required}")
                    @Pattern(regexp = "\\s*|\\d{1,4}", message = "{invitation.problem.number}")
                    String validityDays) {

        AskForm {
            delegatedAdministration = Boolean.TRUE.equals(delegatedAdministration);
        }

        private Invitee invitee(UUID reseller) {
            return new Invitee(
                    company,
                    email,
                    contact,
                    country,
                    language,
                    reseller,
                    delegatedAdministration,
                    Integer.valueOf(validityDays));
        }

        private static AskForm of(Invitee invitee) {
            return new AskForm(
                    invitee.company(),
                    invitee.email(),
                    invitee.contact(),
                    invitee.country(),
                    invitee.language(),
                    invitee.delegatedAdministration(),
                    String.valueOf(invitee.validityDays()));
        }
    }

    @GetMapping
    String list(
            @AuthenticationPrincipal OutsidePerson person,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        counter.partner(person, model);
        model.addAttribute("page", requests.askedBy(person.party(), person.userName(), after, before, PAGE_SIZE));
        return "counter/reseller-askings";
    }

    @PostMapping
    @PreAuthorize(ADMINISTRATOR)
    String start(@AuthenticationPrincipal OutsidePerson person, Model model) {
        return counter.partner(person, model).mayAct()
                ? "redirect:/reseller/customer-requests/" + requests.startBy(person.party()) + "/details"
                : "redirect:/reseller/customers";
    }

    @GetMapping("/{id}")
    String show(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Model model) {
        counter.partner(person, model);
        RequestCard<Invitee> request = own(person, id);
        if (request.invitee() == null && request.requestedBy().equals(person.userName())) {
            return "redirect:/reseller/customer-requests/" + id + "/details";
        }
        model.addAttribute("request", request);
        model.addAttribute("holder", request.requestedBy().equals(person.userName()));
        return "counter/reseller-asking";
    }

    @GetMapping("/{id}/details")
    @PreAuthorize(ADMINISTRATOR)
    String details(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Locale locale, Model model) {
        ResellerCounter.Standing standing = counter.partner(person, model);
        own(person, id);
        Invitee invitee = requests.editable(id);
        model.addAttribute(
                "form",
                invitee != null
                        ? AskForm.of(invitee)
                        : new AskForm(
                                null,
                                null,
                                null,
                                standing.reseller().country(),
                                locale.getLanguage(),
                                false,
                                String.valueOf(requests.usualValidityDays())));
        return detailsPage(id, locale, model);
    }

    @PostMapping("/{id}/details")
    @PreAuthorize(ADMINISTRATOR)
    String describe(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") AskForm form,
            BindingResult errors,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        counter.partner(person, model);
        own(person, id);
        requests.editable(id);
        if (!errors.hasErrors()) {
            Invitee invitee = form.invitee(person.party());
            requests.problems(id, invitee).forEach(problem -> {
                if (problem.field().equals("reseller")) {
                    errors.reject(problem.key(), problem.args(), problem.key());
                } else {
                    errors.rejectValue(problem.field(), problem.key(), problem.args(), problem.key());
                }
            });
            if (!errors.hasErrors()) {
                requests.describe(id, invitee);
                return "redirect:/reseller/customer-requests/" + id + "/send";
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return detailsPage(id, locale, model);
    }

    private String detailsPage(UUID id, Locale locale, Model model) {
        pages.details(requests, id, locale, model);
        model.addAttribute("at", path(id));
        return "counter/reseller-ask";
    }

    @GetMapping("/{id}/send")
    @PreAuthorize(ADMINISTRATOR)
    String send(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            Model model,
            HttpServletResponse response) {
        counter.partner(person, model);
        own(person, id);
        return pages.send(requests, id, way(id), model, response);
    }

    @PostMapping("/{id}/send")
    @PreAuthorize(ADMINISTRATOR)
    String send(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "done") String action,
            @ModelAttribute("form") SendForm form,
            BindingResult errors,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        boolean mayAct = counter.partner(person, model).mayAct();
        own(person, id);
        if (!mayAct) {
            return "redirect:" + path(id);
        }
        return pages.send(requests, id, way(id), action, form, errors, model, redirect, response);
    }

    /** Opens the step of sending it once more, with the same link. */
    @PostMapping("/{id}/resend")
    @PreAuthorize(ADMINISTRATOR)
    String resend(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Model model) {
        boolean mayAct = counter.partner(person, model).mayAct();
        if (!own(person, id).state().answerable() || !mayAct) {
            return "redirect:" + path(id);
        }
        requests.resend(id);
        return "redirect:" + path(id) + "/send";
    }

    @PostMapping("/{id}/revoke")
    @PreAuthorize(ADMINISTRATOR)
    String revoke(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            Model model,
            RedirectAttributes redirect) {
        counter.partner(person, model);
        own(person, id);
        requests.revoke(id);
        RequestState now = own(person, id).state();
        redirect.addFlashAttribute("notice", "invitation.request.now." + now.name());
        return "redirect:/reseller/customer-requests";
    }

    /** Whoever did not begin it, or comes too late, sees where it stands. */
    @ExceptionHandler
    String notHeld(TaskNotHeldException refusal) {
        return "redirect:" + path(UUID.fromString(refusal.task().caseId()));
    }

    @ExceptionHandler
    String notOpen(StepNotOpenException gone) {
        return "redirect:" + path(UUID.fromString(gone.caseId()));
    }

    private RequestCard<Invitee> own(OutsidePerson person, UUID id) {
        return requests.askedBy(person.party(), id).orElseThrow(NotFoundException::new);
    }

    private static RequestPages.Way way(UUID id) {
        return new RequestPages.Way(path(id), path(id));
    }

    private static String path(UUID id) {
        return "/reseller/customer-requests/" + id;
    }
}
