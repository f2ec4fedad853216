package io.relais.account.web;

import io.relais.account.Accounts;
import io.relais.account.SecondFactorSignIn;
import io.relais.security.MustWaitException;
import io.relais.security.OutsidePerson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
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

/** Signing in at an outer side of the counter: name and password, the code, and the password that everybody chooses for themselves. */
@Controller
@RequestMapping(Sides.PATH)
class AccountSignInController {

    private final Accounts accounts;
    private final SecondFactorSignIn secondFactor;

    AccountSignInController(Accounts accounts, SecondFactorSignIn secondFactor) {
        this.accounts = accounts;
        this.secondFactor = secondFactor;
    }

    @GetMapping("/login")
    String signIn(@RequestParam Map<String, String> said, Model model) {
        model.addAttribute("wrong", said.containsKey("wrong"));
        String seconds = String.valueOf(said.get("wait"));
        model.addAttribute("seconds", seconds.matches("\\d{1,4}") ? Integer.valueOf(seconds) : null);
        model.addAttribute("out", said.containsKey("out"));
        model.addAttribute("chosen", said.containsKey("chosen"));
        model.addAttribute("late", said.containsKey("late"));
        model.addAttribute("ended", said.containsKey("ended"));
        model.addAttribute("expired", said.containsKey("expired"));
        return "account/login";
    }

    @GetMapping("/second-factor")
    @PreAuthorize("hasAuthority('SECOND_FACTOR_DUE')")
    String secondFactor() {
        return "account/code";
    }

    @PostMapping("/second-factor")
    @PreAuthorize("hasAuthority('SECOND_FACTOR_DUE')")
    String secondFactor(
            @RequestParam(defaultValue = "") String code,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            Optional<String> next = secondFactor.giveCode(code, request, response);
            if (next.isPresent()) {
                return "redirect:" + next.get();
            }
            model.addAttribute("wrong", true);
        } catch (MustWaitException wait) {
            model.addAttribute("seconds", wait.seconds());
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return "account/code";
    }

    @GetMapping("/new-password")
    @PreAuthorize("hasAuthority('PASSWORD_DUE')")
    String newPassword(Model model) {
        model.addAttribute("form", new PasswordForm(null, null));
        return "account/new-password";
    }

    /** Afterwards the person signs in with it, so that nothing goes on that began with the old one. */
    @PostMapping("/new-password")
    @PreAuthorize("hasAuthority('PASSWORD_DUE')")
    String choose(
            @PathVariable String side,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") PasswordForm form,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response) {
        accounts.choosePassword(person.account(), form.password(), form.repeated(), errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return "account/new-password";
        }
        request.getSession().invalidate();
        SecurityContextHolder.clearContext();
        return "redirect:/" + side + "/login?chosen";
    }
}
