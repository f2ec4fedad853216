package io.relais.account.web;

import io.relais.account.Accounts;
import io.relais.account.ForgottenPasswords;
import io.relais.security.MustWaitException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

/** For who cannot sign in: asking for a personal link by e-mail, and the page that it leads to. */
@Controller
@RequestMapping(Sides.PATH + "/public")
class PasswordLinkController {

    private final Accounts accounts;
    private final ForgottenPasswords forgotten;

    PasswordLinkController(Accounts accounts, ForgottenPasswords forgotten) {
        this.accounts = accounts;
        this.forgotten = forgotten;
    }

    record NameForm(String userName) {}

    @GetMapping("/forgotten")
    String forgotten(Model model) {
        model.addAttribute("form", new NameForm(null));
        return "account/forgotten";
    }

    @PostMapping("/forgotten")
    String send(
            @PathVariable String side,
            @ModelAttribute("form") NameForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (form.userName() == null || form.userName().isBlank()) {
            errors.rejectValue("userName", "account.forgotten.name");
        } else {
            try {
                forgotten.ask(Sides.of(side), form.userName(), request.getRemoteAddr());
                model.addAttribute("sent", true);
                return "account/forgotten";
            } catch (MustWaitException wait) {
                errors.rejectValue("userName", "account.forgotten.wait", new Object[] {wait.seconds()}, null);
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return "account/forgotten";
    }

    @GetMapping("/password/{token}")
    String password(@PathVariable String side, @PathVariable String token, Model model, HttpServletResponse response) {
        model.addAttribute("form", new PasswordForm(null, null));
        return accounts.behindLink(Sides.of(side), token)
                .map(account -> page(account.userName(), token, model))
                .orElseGet(() -> gone(response));
    }

    @PostMapping("/password/{token}")
    String choose(
            @PathVariable String side,
            @PathVariable String token,
            @ModelAttribute("form") PasswordForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        Optional<String> userName = accounts.behindLink(Sides.of(side), token).map(account -> account.userName());
        if (userName.isEmpty()
                || !accounts.choosePasswordByLink(Sides.of(side), token, form.password(), form.repeated(), errors)) {
            return gone(response);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(userName.get(), token, model);
        }
        return "redirect:/" + side + "/login?chosen";
    }

    private static String page(String userName, String token, Model model) {
        model.addAttribute("token", token);
        model.addAttribute("userName", userName);
        return "account/link";
    }

    private static String gone(HttpServletResponse response) {
        response.setStatus(HttpStatus.NOT_FOUND.value());
        return "account/link-gone";
    }
}
