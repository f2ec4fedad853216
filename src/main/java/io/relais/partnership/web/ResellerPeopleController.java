package io.relais.partnership.web;

import io.relais.partnership.ResellerPeople;
import io.relais.partnership.Resellers;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Lets a reseller's administrators in again, or another one in their place. */
@Controller
@RequestMapping("/resellers/{id}/people")
@PreAuthorize("hasAuthority('RESET_ADMIN_PASSWORD')")
class ResellerPeopleController {

    private final Resellers resellers;
    private final ResellerPeople people;

    ResellerPeopleController(Resellers resellers, ResellerPeople people) {
        this.resellers = resellers;
        this.people = people;
    }

    record NewAdministrator(String firstName, String lastName, String email) {

        NewAdministrator {
            firstName = stripped(firstName);
            lastName = stripped(lastName);
            email = stripped(email);
        }

        private static String stripped(String text) {
            return text == null ? "" : text.strip();
        }
    }

    @PostMapping("/{account}/reset-access")
    String letIn(@PathVariable UUID id, @PathVariable UUID account, RedirectAttributes next) {
        return back(
                id,
                "partnership.people.letIn.done",
                people.letIn(id, account).holder().email(),
                next);
    }

    @GetMapping("/invite")
    String invite(@PathVariable UUID id, Model model) {
        model.addAttribute("form", new NewAdministrator(null, null, null));
        return page(id, model);
    }

    @PostMapping("/invite")
    String invite(
            @PathVariable UUID id,
            @ModelAttribute("form") NewAdministrator form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            people.invite(id, form.firstName(), form.lastName(), form.email(), errors);
        } catch (DataIntegrityViolationException sameMoment) {
            errors.rejectValue("email", "account.email.unusable");
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(id, model);
        }
        return back(id, "partnership.people.invited", form.email(), next);
    }

    /** Only a reseller that has people already: the first comes with the enrollment. */
    private String page(UUID id, Model model) {
        if (people.of(id).isEmpty()) {
            throw new NotFoundException();
        }
        model.addAttribute("reseller", resellers.find(id).orElseThrow(NotFoundException::new));
        return "partnership/invite-administrator";
    }

    private static String back(UUID id, String notice, String email, RedirectAttributes next) {
        next.addFlashAttribute("notice", notice);
        next.addFlashAttribute("noticeArgs", new Object[] {email});
        return "redirect:/resellers/" + id + "#people";
    }
}
