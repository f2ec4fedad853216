package io.relais.support.web;

import io.relais.support.SupportRequests;
import io.relais.support.SupportView;
import io.relais.support.Visitor;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskNotHeldException;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
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
import org.springframework.web.bind.annotation.RequestParam;

/** The page of the task of answering a support request, in the workspace and in Tasklist. */
@Controller
@RequestMapping("/support-requests/{id}/answer")
@PreAuthorize("hasAuthority('HANDLE_SUPPORT_REQUESTS')")
class AnswerController {

    private final SupportPages pages;
    private final SupportRequests requests;

    AnswerController(SupportPages pages, SupportRequests requests) {
        this.pages = pages;
        this.requests = requests;
    }

    @GetMapping
    String show(
            @PathVariable UUID id,
            @RequestParam(required = false) String tooLarge,
            Authentication person,
            Model model) {
        SupportView request = toAnswer(id, person);
        model.addAttribute("form", SupportPages.ActForm.of(request));
        model.addAttribute("tooLarge", tooLarge != null);
        return page(request, person, model);
    }

    @PostMapping
    String answer(
            @PathVariable UUID id,
            @ModelAttribute("form") SupportPages.ActForm form,
            BindingResult errors,
            Authentication person,
            Model model,
            HttpServletResponse response) {
        Visitor visitor = SupportRequestController.visitor(person);
        try {
            boolean current = requests.answer(
                    visitor,
                    id,
                    form.chosen(),
                    form.text(),
                    SupportPages.id(form.reseller()),
                    SupportPages.sent(form.files()),
                    form.version(),
                    errors);
            if (current && !errors.hasErrors()) {
                return "redirect:/tasks/next?case=" + id;
            }
            SupportPages.refused(current, form, model, response);
            // Tasklist's form knows only one way to be refused.
            response.setStatus(422);
            return page(toAnswer(id, person), person, model);
        } catch (StepNotOpenException | TaskNotHeldException gone) {
            SupportView now = requests.find(visitor, id).orElseThrow(NotFoundException::new);
            boolean typed = form.text() != null
                    && now.entries().stream().noneMatch(entry -> form.text().equals(entry.text()));
            if (!typed) {
                throw gone;
            }
            response.setStatus(422);
            model.addAttribute("gone", true);
            return page(now, person, model);
        }
    }

    private SupportView toAnswer(UUID id, Authentication person) {
        Visitor visitor = SupportRequestController.visitor(person);
        if (requests.find(visitor, id).isEmpty()) {
            throw new NotFoundException();
        }
        return requests.toAnswer(visitor, id);
    }

    private String page(SupportView request, Authentication person, Model model) {
        pages.page(SupportRequestController.visitor(person), request, model);
        return "support/answer";
    }
}
