package io.relais.account.web;

import io.relais.account.Accounts;
import io.relais.account.CompanyPeople;
import io.relais.account.Holder;
import io.relais.account.PersonRules;
import io.relais.security.OutsidePerson;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The people of one's company, for its administrators. */
@Controller
@RequestMapping(Sides.PATH + "/company/people")
@PreAuthorize("hasAnyAuthority('RESELLER_ADMINISTRATOR', 'CUSTOMER_ADMINISTRATOR')")
class PeopleController {

    private final Accounts accounts;
    private final CompanyPeople people;
    private final PersonRules rules;

    PeopleController(Accounts accounts, CompanyPeople people, PersonRules rules) {
        this.accounts = accounts;
        this.people = people;
        this.rules = rules;
    }

    /** @param administrator {@code true} if the box is ticked */
    record NewPerson(String firstName, String lastName, String email, String language, String administrator) {

        Holder holder() {
            return Texts.holder(firstName, lastName, email, language);
        }
    }

    @GetMapping
    String list(@AuthenticationPrincipal OutsidePerson person, Model model) {
        model.addAttribute("people", accounts.of(person.side(), person.party()));
        model.addAttribute("self", person.account());
        return "account/people";
    }

    @GetMapping("/add")
    String add(@AuthenticationPrincipal OutsidePerson person, Model model) {
        String language = accounts.find(person.account())
                .map(account -> account.holder().language())
                .orElse("en");
        model.addAttribute("form", new NewPerson(null, null, null, language, null));
        return "account/add-person";
    }

    @PostMapping("/add")
    String add(
            @PathVariable String side,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") NewPerson form,
            BindingResult errors,
            HttpServletResponse response,
            RedirectAttributes next) {
        Holder holder = form.holder();
        rules.check(holder, errors);
        if (!errors.hasErrors()) {
            try {
                people.add(person, holder, "true".equals(form.administrator()), errors);
            } catch (DataIntegrityViolationException sameMoment) {
                errors.rejectValue("email", "account.email.unusable");
            }
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return "account/add-person";
        }
        next.addFlashAttribute("notice", "account.people.added");
        next.addFlashAttribute("noticeArgs", new Object[] {holder.email()});
        return back(side);
    }

    @GetMapping("/{account}")
    String person(@PathVariable UUID account, @AuthenticationPrincipal OutsidePerson person, Model model) {
        model.addAttribute("account", people.find(person, account));
        model.addAttribute("self", person.account());
        return "account/colleague";
    }

    @PostMapping("/{account}/invite")
    String invite(
            @PathVariable String side,
            @PathVariable UUID account,
            @AuthenticationPrincipal OutsidePerson person,
            RedirectAttributes next) {
        people.inviteAgain(person, account);
        return done(side, account, "account.people.invited", next);
    }

    @PostMapping("/{account}/disable")
    String disable(
            @PathVariable String side,
            @PathVariable UUID account,
            @AuthenticationPrincipal OutsidePerson person,
            RedirectAttributes next) {
        return people.disable(person, account)
                ? done(side, account, "account.people.disabled", next)
                : last(side, account, next);
    }

    @PostMapping("/{account}/enable")
    String enable(
            @PathVariable String side,
            @PathVariable UUID account,
            @AuthenticationPrincipal OutsidePerson person,
            RedirectAttributes next) {
        if (people.enable(person, account)) {
            return done(side, account, "account.people.enabled", next);
        }
        next.addFlashAttribute("problem", "account.people.tooMany");
        next.addFlashAttribute("problemArgs", new Object[] {CompanyPeople.MOST});
        return back(side) + "/" + account;
    }

    @PostMapping("/{account}/role")
    String role(
            @PathVariable String side,
            @PathVariable UUID account,
            @RequestParam(defaultValue = "false") boolean administrator,
            @AuthenticationPrincipal OutsidePerson person,
            RedirectAttributes next) {
        return people.changeRole(person, account, administrator)
                ? done(side, account, "account.people.roleChanged", next)
                : last(side, account, next);
    }

    @PostMapping("/{account}/reset-second-factor")
    String resetSecondFactor(
            @PathVariable String side,
            @PathVariable UUID account,
            @AuthenticationPrincipal OutsidePerson person,
            RedirectAttributes next) {
        people.resetSecondFactor(person, account);
        return done(side, account, "account.people.factorReset", next);
    }

    private static String done(String side, UUID account, String notice, RedirectAttributes next) {
        next.addFlashAttribute("notice", notice);
        return back(side) + "/" + account;
    }

    private static String last(String side, UUID account, RedirectAttributes next) {
        next.addFlashAttribute("problem", "account.people.last");
        return back(side) + "/" + account;
    }

    private static String back(String side) {
        return "redirect:/" + side + "/company/people";
    }
}
