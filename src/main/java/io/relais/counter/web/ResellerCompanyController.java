package io.relais.counter.web;

import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.partnership.Resellers;
import io.relais.security.OutsidePerson;
import java.util.Locale;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the provider knows of the reseller's company, and whether it meets the conditions of the program. */
@Controller
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerCompanyController {

    private final ResellerCounter counter;
    private final Resellers resellers;
    private final Countries countries;

    ResellerCompanyController(ResellerCounter counter, Resellers resellers, Countries countries) {
        this.counter = counter;
        this.resellers = resellers;
        this.countries = countries;
    }

    @GetMapping("/reseller/company")
    String show(@AuthenticationPrincipal OutsidePerson person, Locale locale, Model model) {
        UUID reseller = person.party();
        String country = counter.standing(person, model).reseller().country();
        model.addAttribute(
                "countryName",
                countries.find(country).map((Country one) -> one.name(locale)).orElse(country));
        model.addAttribute("obstacles", resellers.obstacles(reseller));
        model.addAttribute("compliance", resellers.compliance(reseller).orElseThrow());
        return "counter/reseller-company";
    }
}
