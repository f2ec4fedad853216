package io.relais.incentive.web;

import io.relais.country.Countries;
import io.relais.incentive.Incentives;
import io.relais.incentive.Statement;
import io.relais.provider.Provider;
import io.relais.security.OutsidePerson;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.YearMonth;
import java.util.Locale;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** A reseller's own statements, those of closed months; for its administrators and its agents. */
@Controller
@RequestMapping("/reseller/incentives")
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerIncentiveController {

    private final Incentives incentives;
    private final StatementCsv csv;
    private final Provider provider;
    private final Countries countries;

    ResellerIncentiveController(Incentives incentives, StatementCsv csv, Provider provider, Countries countries) {
        this.incentives = incentives;
        this.csv = csv;
        this.provider = provider;
        this.countries = countries;
    }

    @GetMapping
    String months(@AuthenticationPrincipal OutsidePerson person, Model model) {
        model.addAttribute("months", incentives.closedMonths(person.party()));
        return "incentive/own";
    }

    @GetMapping("/{month}")
    String statement(
            @PathVariable YearMonth month, @AuthenticationPrincipal OutsidePerson person, Locale locale, Model model) {
        return page(found(month, person, Incentives.MOST_LINES), locale, model);
    }

    /** With all lines. */
    @GetMapping("/{month}/print")
    String print(
            @PathVariable YearMonth month, @AuthenticationPrincipal OutsidePerson person, Locale locale, Model model) {
        model.addAttribute("print", true);
        return page(found(month, person, Incentives.MOST_PRINTED), locale, model);
    }

    private String page(Statement statement, Locale locale, Model model) {
        model.addAttribute("statement", statement);
        model.addAttribute("own", true);
        IncentiveController.parties(statement, provider, countries, locale, model);
        return "incentive/statement";
    }

    @GetMapping("/{month}/statement.csv")
    void export(
            @PathVariable YearMonth month,
            @AuthenticationPrincipal OutsidePerson person,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        csv.write(found(month, person, Incentives.MOST_LINES), locale, response);
    }

    private Statement found(YearMonth month, OutsidePerson person, int atMost) {
        return incentives.closedStatement(month, person.party(), atMost).orElseThrow(NotFoundException::new);
    }
}
