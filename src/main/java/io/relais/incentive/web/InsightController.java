package io.relais.incentive.web;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogLabels;
import io.relais.incentive.Incentives;
import io.relais.incentive.LostCredit;
import io.relais.incentive.Performance;
import io.relais.incentive.Performances;
import io.relais.incentive.Total;
import io.relais.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The credit that nobody earns, and how the resellers perform. */
@Controller
@PreAuthorize("hasAuthority('VIEW_INCENTIVES')")
class InsightController {

    private static final int PAGE_SIZE = 50;
    private static final List<String> COLUMNS =
            List.of("customer", "subscription", "market", "licenses", "currency", "monthly", "lost", "link");

    private final Incentives incentives;
    private final Performances performances;
    private final Catalog catalog;
    private final CatalogLabels labels;
    private final MessageSource messages;

    InsightController(
            Incentives incentives,
            Performances performances,
            Catalog catalog,
            CatalogLabels labels,
            MessageSource messages) {
        this.incentives = incentives;
        this.performances = performances;
        this.catalog = catalog;
        this.labels = labels;
        this.messages = messages;
    }

    @GetMapping("/incentives/lost")
    String lost(
            @RequestParam(required = false) String market,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        Map<String, String> markets = new TreeMap<>();
        catalog.markets().forEach(code -> markets.put(labels.market(code), code));
        String chosen = market(market);
        model.addAttribute("market", chosen);
        model.addAttribute("markets", markets);
        model.addAttribute("page", incentives.lost(chosen, after, before, PAGE_SIZE));
        model.addAttribute("months", incentives.lostMonths());
        return "incentive/lost";
    }

    @GetMapping("/incentives/lost.csv")
    void export(@RequestParam(required = false) String market, Locale locale, HttpServletResponse response)
            throws IOException {
        String[] header = COLUMNS.stream()
                .map(column -> messages.getMessage("incentive.column." + column, null, locale))
                .toArray(String[]::new);
        try (Csv csv = Csv.download(response, "lost-credit.csv", header)) {
            incentives.eachLost(market(market), one -> rows(one, csv));
        }
    }

    /** One per currency that there is something of; at least one. */
    private static void rows(LostCredit one, Csv csv) {
        List<String> currencies = java.util.stream.Stream.concat(one.monthly().stream(), one.lost().stream())
                .map(Total::currency)
                .distinct()
                .toList();
        for (String currency : currencies.isEmpty() ? List.of("") : currencies) {
            csv.row(
                    one.customer(),
                    one.subscription(),
                    one.market(),
                    one.licenses(),
                    currency,
                    amount(one.monthly(), currency),
                    amount(one.lost(), currency),
                    "/subscriptions/" + one.subscriptionId());
        }
    }

    private static Object amount(List<Total> totals, String currency) {
        return totals.stream()
                .filter(total -> total.currency().equals(currency))
                .findFirst()
                .<Object>map(Total::amount)
                .orElse("");
    }

    private static String market(String code) {
        return code == null || !code.matches("[A-Z]{2}") ? null : code;
    }

    @GetMapping("/incentives/performance")
    String performance(
            @RequestParam(defaultValue = "6") String months,
            @RequestParam(defaultValue = "SUBSCRIPTIONS") String order,
            Model model) {
        int period = Performances.PERIODS.stream()
                .filter(one -> one.toString().equals(months))
                .findFirst()
                .orElse(6);
        Performance.Order by = Arrays.stream(Performance.Order.values())
                .filter(one -> one.name().equals(order))
                .findFirst()
                .orElse(Performance.Order.SUBSCRIPTIONS);
        model.addAttribute("performance", performances.of(period, by));
        model.addAttribute("periods", Performances.PERIODS);
        model.addAttribute("order", by);
        model.addAttribute("orders", Performance.Order.values());
        return "incentive/performance";
    }
}
