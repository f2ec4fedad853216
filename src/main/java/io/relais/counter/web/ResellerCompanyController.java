package io.relais.counter.web;

import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.enrollment.ResellerProfile;
import io.relais.enrollment.ResellerProfiles;
import io.relais.partnership.Resellers;
import io.relais.security.OutsidePerson;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the provider knows of the reseller's company, whether it meets the conditions of the program, and the page to change its profile. */
@Controller
@RequestMapping("/reseller/company")
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerCompanyController {

    private final ResellerCounter counter;
    private final Resellers resellers;
    private final ResellerProfiles profiles;
    private final Countries countries;

    ResellerCompanyController(
            ResellerCounter counter, Resellers resellers, ResellerProfiles profiles, Countries countries) {
        this.counter = counter;
        this.resellers = resellers;
        this.profiles = profiles;
        this.countries = countries;
    }

    @GetMapping
    String show(@AuthenticationPrincipal OutsidePerson person, Locale locale, Model model) {
        UUID reseller = person.party();
        String country = counter.standing(person, model).reseller().country();
        model.addAttribute(
                "countryName",
                countries.find(country).map((Country one) -> one.name(locale)).orElse(country));
        model.addAttribute("profile", profiles.find(reseller).orElse(null));
        model.addAttribute("obstacles", resellers.obstacles(reseller));
        model.addAttribute("compliance", resellers.compliance(reseller).orElseThrow());
        return "counter/reseller-company";
    }

    /** @param version that of the profile which was on the page; as text, so that nonsense is no version */
    record ProfileForm(String version, @Valid ResellerProfile details) {

        private long versionSeen() {
            return version != null && version.matches("\\d{1,18}") ? Long.parseLong(version) : -1;
        }
    }

    @GetMapping("/edit")
    @PreAuthorize("hasAuthority('RESELLER_ADMINISTRATOR')")
    String edit(@AuthenticationPrincipal OutsidePerson person, Model model) {
        ResellerProfiles.Card card = card(person);
        model.addAttribute("form", new ProfileForm(String.valueOf(card.version()), card.profile()));
        return page(person, card, model);
    }

    @PostMapping("/edit")
    @PreAuthorize("hasAuthority('RESELLER_ADMINISTRATOR')")
    String save(
            @AuthenticationPrincipal OutsidePerson person,
            @Valid @ModelAttribute("form") ProfileForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        card(person);
        if (form.details() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        if (!errors.hasErrors()) {
            errors.pushNestedPath("details");
            profiles.change(person.party(), form.versionSeen(), form.details(), errors);
            errors.popNestedPath();
        }
        if (!errors.hasErrors()) {
            redirect.addFlashAttribute("notice", "counter.reseller.company.saved");
            return "redirect:/reseller/company";
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return page(person, card(person), model);
    }

    /** There is nothing to change before the reseller has enrolled. */
    private ResellerProfiles.Card card(OutsidePerson person) {
        return profiles.find(person.party()).orElseThrow(NotFoundException::new);
    }

    private String page(OutsidePerson person, ResellerProfiles.Card card, Model model) {
        counter.standing(person, model);
        model.addAttribute("card", card);
        model.addAttribute("placeOnly", true);
        model.addAttribute("country", countries.find(card.profile().country()).orElseThrow());
        return "counter/reseller-profile";
    }
}
