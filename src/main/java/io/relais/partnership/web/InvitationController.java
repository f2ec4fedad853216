package io.relais.partnership.web;

import io.relais.invitation.AnswerPages;
import io.relais.invitation.Invitation;
import io.relais.invitation.RequestCard;
import io.relais.partnership.Answer;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.Resellers;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page behind a personal link, for the invited reseller. */
@Controller
@RequestMapping("/partnership/{token}")
class InvitationController {

    /** A country outside the provider's region: the eligibility check then tells what that means. */
    private static final String ELSEWHERE = "ZZ";

    private final PartnershipRequests requests;
    private final Resellers resellers;
    private final AnswerPages pages;

    InvitationController(PartnershipRequests requests, Resellers resellers, AnswerPages pages) {
        this.requests = requests;
        this.resellers = resellers;
        this.pages = pages;
    }

    @GetMapping
    String view(
            @PathVariable String token,
            @AuthenticationPrincipal OutsidePerson person,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Invitation<Invitee, Answer>> invitation = requests.view(token);
        invitation.ifPresent(found -> model.addAttribute("form", AnswerForm.of(found.answer())));
        return page(token, invitation, person, model, request, response);
    }

    @PostMapping("/authorize")
    String authorize(
            @PathVariable String token,
            @Valid @ModelAttribute("form") AnswerForm form,
            BindingResult binding,
            @AuthenticationPrincipal OutsidePerson person,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (binding.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(token, requests.view(token), person, model, request, response);
        }
        return pages.after(requests, token, requests.authorize(token, form.answer()), model, request, response);
    }

    /** An enrolled reseller declares nothing anew; its administrator, signed in, only says yes. */
    @PostMapping("/accept")
    String accept(
            @PathVariable String token,
            @RequestParam(required = false) String authorize,
            @AuthenticationPrincipal OutsidePerson person,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        RequestCard<Invitee> waiting = requests.waiting(token)
                .filter(asked -> mayAccept(person, asked.party()))
                .orElseThrow(NotFoundException::new);
        if (authorize == null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("unticked", true);
            return page(token, requests.view(token), person, model, request, response);
        }
        requests.accept(waiting.id(), person.party(), person.userName());
        return pages.after(requests, token, requests.view(token), model, request, response);
    }

    @PostMapping("/decline")
    String decline(
            @PathVariable String token,
            @RequestParam(required = false) String reason,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        return pages.decline(requests, token, reason, model, request, response);
    }

    @PostMapping("/not-for-me")
    String notForMe(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        return pages.after(requests, token, requests.notForMe(token), model, request, response);
    }

    private static boolean mayAccept(OutsidePerson person, UUID reseller) {
        return person != null
                && person.side() == Side.RESELLER
                && person.administrator()
                && person.party().equals(reseller);
    }

    private String page(
            String token,
            Optional<Invitation<Invitee, Answer>> found,
            OutsidePerson person,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        model.addAttribute("elsewhere", ELSEWHERE);
        requests.waiting(token)
                .map(RequestCard::party)
                .ifPresent(reseller -> resellers.enrollmentFacts(reseller).ifPresent(facts -> {
                    model.addAttribute("enrolled", true);
                    model.addAttribute("facts", mayAccept(person, reseller) ? facts : null);
                }));
        if (!model.containsAttribute("form")) {
            found.ifPresent(invitation -> model.addAttribute("form", AnswerForm.of(invitation.answer())));
        }
        return pages.page(requests, token, found, "partnership/invitation", model, request, response);
    }
}
