package io.relais.partnership.web;

import io.relais.invitation.AnswerPages;
import io.relais.invitation.Invitation;
import io.relais.partnership.Answer;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
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

/** The page behind a personal link, for the invited reseller. */
@Controller
@RequestMapping("/partnership/{token}")
class InvitationController {

    /** A country outside the provider's region: the eligibility check then tells what that means. */
    private static final String ELSEWHERE = "ZZ";

    private final PartnershipRequests requests;
    private final AnswerPages pages;

    InvitationController(PartnershipRequests requests, AnswerPages pages) {
        this.requests = requests;
        this.pages = pages;
    }

    @GetMapping
    String view(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        Optional<Invitation<Invitee, Answer>> invitation = requests.view(token);
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
        return pages.after(requests, token, requests.authorize(token, form.answer()), model, request, response);
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

    private String page(
            String token,
            Optional<Invitation<Invitee, Answer>> found,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        model.addAttribute("elsewhere", ELSEWHERE);
        return pages.page(requests, token, found, "partnership/invitation", model, request, response);
    }
}
