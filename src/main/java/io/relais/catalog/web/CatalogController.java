package io.relais.catalog.web;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogFilter;
import io.relais.catalog.OfferSheet;
import io.relais.provider.Provider;
import io.relais.web.NotFoundException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is for sale, and all about one offer. */
@Controller
@RequestMapping("/catalog")
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class CatalogController {

    private static final int PAGE_SIZE = 25;

    private final Catalog catalog;
    private final Provider provider;

    CatalogController(Catalog catalog, Provider provider) {
        this.catalog = catalog;
        this.provider = provider;
    }

    @GetMapping
    String list(
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String category,
            @RequestParam(required = false) String market,
            @RequestParam(required = false) String term,
            @RequestParam(required = false) String billing,
            @RequestParam(required = false) String kind,
            @RequestParam(required = false) String sale,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        List<String> markets = catalog.markets();
        CatalogFilter filter = new CatalogFilter(
                text,
                category,
                market(market, markets),
                term,
                billing,
                named(CatalogFilter.Kind.class, kind),
                named(CatalogFilter.Sale.class, sale));
        model.addAttribute("filter", filter);
        model.addAttribute("markets", markets);
        model.addAttribute("categories", catalog.categories());
        model.addAttribute("kinds", CatalogFilter.Kind.values());
        model.addAttribute("sales", CatalogFilter.Sale.values());
        model.addAttribute("page", catalog.list(filter, after, before, PAGE_SIZE));
        return "catalog/list";
    }

    @GetMapping("/offers/{id}")
    String offer(@PathVariable UUID id, @RequestParam(required = false) String market, Model model) {
        OfferSheet offer = catalog.offer(id).orElseThrow(NotFoundException::new);
        List<String> markets =
                offer.prices().stream().map(OfferSheet.Price::market).distinct().toList();
        String shown = market == null || !markets.contains(market.toUpperCase(Locale.ROOT))
                ? null
                : market.toUpperCase(Locale.ROOT);
        model.addAttribute("offer", offer);
        model.addAttribute("markets", markets);
        model.addAttribute("market", shown);
        model.addAttribute(
                "prices",
                offer.prices().stream()
                        .filter(price -> shown == null || price.market().equals(shown))
                        .toList());
        return "catalog/offer";
    }

    /** The one asked for; else the provider's own, or the first. */
    private String market(String wanted, List<String> markets) {
        String code = wanted == null ? "" : wanted.toUpperCase(Locale.ROOT);
        if (markets.contains(code)) {
            return code;
        }
        return markets.contains(provider.country()) || markets.isEmpty() ? provider.country() : markets.get(0);
    }

    /** A mangled link shows everything. */
    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
