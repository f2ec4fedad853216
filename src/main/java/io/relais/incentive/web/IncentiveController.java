package io.relais.incentive.web;

import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.incentive.Correction;
import io.relais.incentive.IncentiveMonth;
import io.relais.incentive.IncentiveRun;
import io.relais.incentive.Incentives;
import io.relais.incentive.Statement;
import io.relais.provider.Provider;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The months of incentive credit, their statements, and corrections, for the provider's staff. */
@Controller
@RequestMapping("/incentives")
@PreAuthorize("hasAuthority('VIEW_INCENTIVES')")
class IncentiveController {

    private static final int PAGE_SIZE = 50;
    private static final int MONTHS_TO_CHOOSE = 24;

    private final Incentives incentives;
    private final IncentiveRun run;
    private final StatementCsv csv;
    private final Provider provider;
    private final Countries countries;

    IncentiveController(
            Incentives incentives, IncentiveRun run, StatementCsv csv, Provider provider, Countries countries) {
        this.incentives = incentives;
        this.run = run;
        this.csv = csv;
        this.provider = provider;
        this.countries = countries;
    }

    @GetMapping
    String months(Model model) {
        model.addAttribute("months", incentives.months());
        model.addAttribute("over", over());
        return "incentive/months";
    }

    /** The months that can be computed, newest first. */
    private List<YearMonth> over() {
        return IntStream.rangeClosed(1, MONTHS_TO_CHOOSE)
                .mapToObj(incentives.current()::minusMonths)
                .toList();
    }

    @PostMapping("/runs")
    @PreAuthorize("hasAuthority('CORRECT_INCENTIVES')")
    String start(@RequestParam YearMonth month, Authentication person, RedirectAttributes redirect) {
        if (!over().contains(month)) {
            throw new NotFoundException();
        }
        if (incentives.month(month).running()) {
            redirect.addFlashAttribute("notice", "incentive.run.running");
        } else {
            run.start(month, person.getName());
        }
        return "redirect:/incentives/" + month;
    }

    @GetMapping("/{month}")
    String month(
            @PathVariable YearMonth month,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        model.addAttribute("month", incentives.month(month));
        model.addAttribute("page", incentives.statements(month, after, before, PAGE_SIZE));
        return "incentive/month";
    }

    /** The progress bar; when the work is done the page shows itself anew. */
    @GetMapping("/{month}/progress")
    String progress(@PathVariable YearMonth month, Model model, HttpServletResponse response) {
        IncentiveMonth found = incentives.month(month);
        if (found.run() == null) {
            throw new NotFoundException();
        }
        if (!found.running()) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("month", found);
        return "incentive/month :: progress";
    }

    @GetMapping("/{month}/{reseller}")
    String statement(@PathVariable YearMonth month, @PathVariable UUID reseller, Locale locale, Model model) {
        model.addAttribute("form", new Correction(UUID.randomUUID(), null, null, null));
        return page(found(month, reseller), locale, model);
    }

    /** With all lines, and nothing to enter. */
    @GetMapping("/{month}/{reseller}/print")
    String print(@PathVariable YearMonth month, @PathVariable UUID reseller, Locale locale, Model model) {
        model.addAttribute("print", true);
        return page(found(month, reseller, Incentives.MOST_PRINTED), locale, model);
    }

    private String page(Statement statement, Locale locale, Model model) {
        model.addAttribute("statement", statement);
        model.addAttribute(
                "currencies", incentives.currencies(statement.reseller().id()));
        model.addAttribute("own", false);
        parties(statement, provider, countries, locale, model);
        return "incentive/statement";
    }

    static void parties(Statement statement, Provider provider, Countries countries, Locale locale, Model model) {
        model.addAttribute("provider", provider);
        model.addAttribute("providerCountry", name(provider.country(), countries, locale));
        model.addAttribute("resellerCountry", name(statement.reseller().country(), countries, locale));
    }

    private static String name(String code, Countries countries, Locale locale) {
        return countries.find(code).map((Country one) -> one.name(locale)).orElse(code);
    }

    @GetMapping("/{month}/{reseller}/statement.csv")
    void export(@PathVariable YearMonth month, @PathVariable UUID reseller, Locale locale, HttpServletResponse response)
            throws IOException {
        csv.write(found(month, reseller), locale, response);
    }

    /** Checks a correction, asks once, then enters it. */
    @PostMapping("/{month}/{reseller}/corrections")
    @PreAuthorize("hasAuthority('CORRECT_INCENTIVES')")
    String correct(
            @PathVariable YearMonth month,
            @PathVariable UUID reseller,
            @ModelAttribute("form") Correction form,
            BindingResult errors,
            @RequestParam(required = false) String confirmed,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Statement shown = found(month, reseller);
        if ("no".equals(confirmed)) {
            return page(shown, locale, model);
        }
        YearMonth statement = null;
        if ("yes".equals(confirmed) && !errors.hasErrors()) {
            statement = incentives.correct(month, reseller, form, errors);
        } else if (!errors.hasErrors()) {
            model.addAttribute("confirming", incentives.check(month, reseller, form, errors));
        }
        if (statement == null) {
            if (errors.hasErrors()) {
                response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            }
            return page(shown, locale, model);
        }
        redirect.addFlashAttribute(
                "notice", statement.equals(month) ? "incentive.correct.done" : "incentive.correct.doneLater");
        return "redirect:/incentives/" + statement + "/" + reseller;
    }

    private Statement found(YearMonth month, UUID reseller) {
        return found(month, reseller, Incentives.MOST_LINES);
    }

    private Statement found(YearMonth month, UUID reseller, int atMost) {
        return incentives
                .statement(month, reseller, atMost)
                .filter(one -> !month.isAfter(incentives.current()))
                .orElseThrow(NotFoundException::new);
    }
}
