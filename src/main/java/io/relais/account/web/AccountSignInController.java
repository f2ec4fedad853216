package io.relais.account.web;

import io.relais.account.Accounts;
import io.relais.security.OutsidePerson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in at an outer side of the counter, and the password that everybody chooses for themselves. */
@Controller
@RequestMapping("/{side:reseller|customer}")
class AccountSignInController {

    private final Accounts accounts;

    AccountSignInController(Accounts accounts) {
        this.accounts = accounts;
    }

    /** A new password, twice. */
    record PasswordForm(String password, String repeated) {

        /** Never in a log or a message. */
        @Override
        public String toString() {
            return "PasswordForm";
        }
    }

    @GetMapping("/login")
    String signIn(@PathVariable String side, @RequestParam Map<String, String> said, Model model) {
        model.addAttribute("side", side);
        model.addAttribute("wrong", said.containsKey("wrong"));
        String seconds = String.valueOf(said.get("wait"));
        model.addAttribute("seconds", seconds.matches("\\d{1,4}") ? Integer.valueOf(seconds) : null);
        model.addAttribute("out", said.containsKey("out"));
        model.addAttribute("chosen", said.containsKey("chosen"));
        return "account/login";
    }

    @GetMapping("/new-password")
    @PreAuthorize("isAuthenticated()")
    String newPassword(@PathVariable String side, Model model) {
        model.addAttribute("side", side);
        model.addAttribute("form", new PasswordForm(null, null));
        return "account/new-password";
    }

    /** Afterwards the person signs in with it, so that nothing goes on that began with the old one. */
    @PostMapping("/new-password")
    @PreAuthorize("isAuthenticated()")
    String choose(
            @PathVariable String side,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") PasswordForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        accounts.choosePassword(person.account(), form.password(), form.repeated(), errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("side", side);
            return "account/new-password";
        }
        request.getSession().invalidate();
        SecurityContextHolder.clearContext();
        return "redirect:/" + side + "/login?chosen";
    }
}
