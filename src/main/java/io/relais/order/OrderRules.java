package io.relais.order;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;

/** What an order must satisfy, said at the field or line it concerns. The same rules serve the pages, the process and every check. */
@Component
class OrderRules {

    private final Customers customers;
    private final Resellers resellers;
    private final Catalog catalog;

    OrderRules(Customers customers, Resellers resellers, Catalog catalog) {
        this.customers = customers;
        this.resellers = resellers;
        this.catalog = catalog;
    }

    /** Rules of the first page (domain.md F-10 to F-14, F-16). */
    void check(OrderDetails entered, Errors errors) {
        errors.pushNestedPath("details");
        customers.validate(entered.details(), errors);
        errors.popNestedPath();
        errors.pushNestedPath("agreement");
        customers.validate(entered.agreement(), errors);
        errors.popNestedPath();
        reseller("reseller", entered.reseller(), errors);
    }

    BindingResult check(OrderDetails entered) {
        BindingResult problems = new BeanPropertyBindingResult(entered, "details");
        check(entered, problems);
        return problems;
    }

    /** Rules of the second page (domain.md F-31 to F-33, F-35). */
    void check(OrderSelection selection, Map<UUID, CatalogItem> offers, Errors errors) {
        if (selection.lines().isEmpty()) {
            errors.reject("order.lines.none");
        }
        List<CatalogItem> chosen = selection.lines().stream()
                .map(line -> offers.get(line.offerId()))
                .filter(Objects::nonNull)
                .toList();
        Set<String> skus = chosen.stream().map(CatalogItem::sku).collect(Collectors.toSet());
        Set<String> paidProducts = chosen.stream()
                .filter(offer -> !offer.trial())
                .map(CatalogItem::productId)
                .collect(Collectors.toSet());
        Map<String, Long> licensesOfSku = licensesOfSku(selection, offers);
        Map<String, Integer> timesChosen = new HashMap<>();
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < selection.lines().size(); i++) {
            OrderLine line = selection.lines().get(i);
            CatalogItem offer = offers.get(line.offerId());
            errors.pushNestedPath("lines[" + i + "]");
            if (offer == null) {
                errors.rejectValue("offerId", "order.line.notSold");
            } else {
                if (!seen.add(offer.offerId())) {
                    errors.rejectValue("offerId", "order.line.twice");
                }
                if (offer.limitPerCustomer() != null
                        && timesChosen.merge(offer.sku(), 1, Integer::sum) > offer.limitPerCustomer()) {
                    errors.rejectValue("offerId", "order.line.limit", new Object[] {offer.limitPerCustomer()}, null);
                }
                if (offer.addOn() && offer.bases().stream().noneMatch(skus::contains)) {
                    errors.rejectValue("offerId", "order.line.base");
                }
                if (offer.trial() && paidProducts.contains(offer.productId())) {
                    errors.rejectValue("offerId", "order.line.trialAndPaid");
                }
                licenses(line, offer, licensesOfSku.get(offer.sku()), errors);
            }
            errors.popNestedPath();
        }
        Set<UUID> onRecord = selection.lines().stream()
                .map(OrderLine::resellerOnRecordId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        for (UUID reseller : onRecord) {
            Set<String> obstacles = resellers.obstacles(reseller);
            for (int i = 0; i < selection.lines().size(); i++) {
                if (reseller.equals(selection.lines().get(i).resellerOnRecordId())) {
                    for (String obstacle : obstacles) {
                        errors.rejectValue("lines[" + i + "].resellerOnRecordId", obstacle);
                    }
                }
            }
        }
    }

    BindingResult check(OrderSelection selection, String market) {
        BindingResult problems = new BeanPropertyBindingResult(selection, "selection");
        check(selection, offers(selection, market), problems);
        return problems;
    }

    /** The chosen offers as sold in this market now; what is missing is not sold there. */
    Map<UUID, CatalogItem> offers(OrderSelection selection, String market) {
        Set<UUID> ids = selection.lines().stream().map(OrderLine::offerId).collect(Collectors.toSet());
        return ids.isEmpty() || market == null ? Map.of() : catalog.items(ids, market);
    }

    private void reseller(String field, UUID reseller, Errors errors) {
        if (reseller != null) {
            resellers.obstacles(reseller).forEach(obstacle -> errors.rejectValue(field, obstacle));
        }
    }

    /** The catalog's maximum is meant per customer and SKU, whatever the terms and billing plans they are bought with. */
    private static Map<String, Long> licensesOfSku(OrderSelection selection, Map<UUID, CatalogItem> offers) {
        return selection.lines().stream()
                .filter(line -> offers.containsKey(line.offerId()))
                .collect(Collectors.groupingBy(
                        line -> offers.get(line.offerId()).sku(),
                        Collectors.summingLong(line -> line.licenseCount().orElse(0))));
    }

    private static void licenses(OrderLine line, CatalogItem offer, long ofSku, Errors errors) {
        Object[] range = {offer.minLicenses(), offer.maxLicenses()};
        if (line.licenseCount().isEmpty()) {
            errors.rejectValue("licenses", "order.line.licenses.number", range, null);
        } else if (!line.within(offer)) {
            errors.rejectValue(
                    "licenses",
                    offer.minLicenses() == offer.maxLicenses()
                            ? "order.line.licenses.fixed"
                            : "order.line.licenses.range",
                    range,
                    null);
        } else if (ofSku > offer.maxLicenses()) {
            errors.rejectValue("licenses", "order.line.pool", new Object[] {offer.maxLicenses(), ofSku}, null);
        }
    }
}
