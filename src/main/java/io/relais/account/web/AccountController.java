package io.relais.account.web;

import io.relais.account.AccountCard;
import io.relais.account.AccountSessions;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.account.PersonRules;
import io.relais.account.SecondFactors;
import io.relais.security.OutsidePerson;
import io.relais.web.AsTyped;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own account: who one is, the password, the second factor, and where one is signed in. */
@Controller
@RequestMapping(Sides.PATH + "/account")
@PreAuthorize("hasAnyAuthority('RESELLER', 'CUSTOMER')")
class AccountController {

    private final Accounts accounts;
    private final AccountSessions sessions;
    private final SecondFactors factors;
    private final PersonRules rules;

    AccountController(Accounts accounts, AccountSessions sessions, SecondFactors factors, PersonRules rules) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.factors = factors;
        this.rules = rules;
    }

    /** @param present the password, which another e-mail address needs */
    record PersonForm(String firstName, String lastName, String email, String language, String present) {

        PersonForm(Holder holder) {
            this(holder.firstName(), holder.lastName(), holder.email(), holder.language(), null);
        }

        Holder holder() {
            return Texts.holder(firstName, lastName, email, language);
        }

        @Override
        public String toString() {
            return "PersonForm";
        }
    }

    @AsTyped
    record ChangeForm(String present, String password, String repeated) {

        @Override
        public String toString() {
            return "ChangeForm";
        }
    }

    @GetMapping
    String account(Authentication signedIn, @AuthenticationPrincipal OutsidePerson person, Model model) {
        AccountCard account = own(person);
        model.addAttribute("account", account);
        model.addAttribute("sessions", sessions.of(person.account(), AccountSessions.of(signedIn)));
        model.addAttribute("codesLeft", factors.recoveryCodesLeft(person.account()));
        return "account/account";
    }

    @GetMapping("/person")
    String person(@AuthenticationPrincipal OutsidePerson person, Model model) {
        model.addAttribute("form", new PersonForm(own(person).holder()));
        return "account/person";
    }

    @PostMapping("/person")
    String describe(
            @PathVariable String side,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") PersonForm form,
            BindingResult errors,
            HttpServletResponse response,
            RedirectAttributes next) {
        Holder holder = form.holder();
        rules.check(holder, errors);
        if (!errors.hasErrors()) {
            accounts.describe(person.account(), holder, form.present(), errors);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return "account/person";
        }
        next.addFlashAttribute("notice", "account.person.saved");
        return "redirect:/" + side + "/account";
    }

    @GetMapping("/password")
    String password(Model model) {
        model.addAttribute("form", new ChangeForm(null, null, null));
        return "account/password";
    }

    @PostMapping("/password")
    String changePassword(
            @PathVariable String side,
            Authentication signedIn,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") ChangeForm form,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        accounts.changePassword(
                person.account(),
                AccountSessions.of(signedIn),
                form.present(),
                form.password(),
                form.repeated(),
                errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return "account/password";
        }
        request.changeSessionId();
        next.addFlashAttribute("notice", "account.password.changed");
        return "redirect:/" + side + "/account";
    }

    @PostMapping("/sessions/{session}/end")
    String end(
            @PathVariable String side,
            @PathVariable UUID session,
            @AuthenticationPrincipal OutsidePerson person,
            RedirectAttributes next) {
        sessions.end(person.account(), session);
        next.addFlashAttribute("notice", "account.sessions.ended");
        return "redirect:/" + side + "/account#sessions";
    }

    @PostMapping("/sessions/end-others")
    String endOthers(
            @PathVariable String side,
            Authentication signedIn,
            @AuthenticationPrincipal OutsidePerson person,
            RedirectAttributes next) {
        sessions.endOthers(person.account(), AccountSessions.of(signedIn));
        next.addFlashAttribute("notice", "account.sessions.othersEnded");
        return "redirect:/" + side + "/account#sessions";
    }

    private AccountCard own(OutsidePerson person) {
        return accounts.find(person.account()).orElseThrow(NotFoundException::new);
    }
}
