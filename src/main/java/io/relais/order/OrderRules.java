package io.relais.order;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscriptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    private final Subscriptions subscriptions;

    OrderRules(Customers customers, Resellers resellers, Catalog catalog, Subscriptions subscriptions) {
        this.customers = customers;
        this.resellers = resellers;
        this.catalog = catalog;
        this.subscriptions = subscriptions;
    }

    /** Rules of the first page, whichever it is for this order. */
    BindingResult checkDetails(Order order) {
        BindingResult problems = new BeanPropertyBindingResult(order.details(), "form");
        switch (order.kind()) {
            case NEW_CUSTOMER -> check(order.details(), problems);
            case EXISTING_CUSTOMER -> {
                checkCustomer(order.customerId(), problems);
                if (order.proposal() != null) {
                    checkProposer(order.proposal().reseller(), order.customerId(), problems);
                }
            }
        }
        return problems;
    }

    /** Whether subscriptions may be added to this customer's account (domain.md F-35). That its agreement is attested is a column's business. */
    void checkCustomer(UUID customerId, Errors errors) {
        Optional<Customer> customer = Optional.ofNullable(customerId).flatMap(customers::find);
        if (customer.isEmpty()) {
            errors.reject("order.customer.none");
        } else if (!customer.get().isCurrent()) {
            errors.reject("order.customer.former");
        }
    }

    /** Whether this reseller may propose something for this customer: it manages it, and may be worked with (domain.md F-03, F-35). */
    private void checkProposer(UUID reseller, UUID customerId, Errors errors) {
        resellers.obstacles(reseller).stream().sorted().forEach(errors::reject);
        if (!customers.resellersOf(customerId).contains(reseller)) {
            errors.reject("order.proposal.notManaging");
        }
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

    /**
     * Rules of the second page (domain.md F-31 to F-33, F-35).
     *
     * @param owned what the customer has or had; nothing for a new one
     */
    void check(OrderSelection selection, Map<UUID, CatalogItem> offers, List<Owned> owned, Errors errors) {
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
                limit(offer, timesChosen.merge(offer.sku(), 1, Integer::sum), owned, errors);
                if (offer.addOn() && offer.bases().stream().noneMatch(skus::contains)) {
                    base(offer, owned, errors);
                }
                if (offer.trial()) {
                    trial(offer, paidProducts, owned, errors);
                }
                licenses(line, offer, licensesOfSku.get(offer.sku()), owned, errors);
            }
            errors.popNestedPath();
        }
        Set<UUID> onRecord = selection.lines().stream()
                .map(OrderLine::resellerOnRecordId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
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

    /**
     * What this order's customer has or had; nothing as long as the order opens the account itself. Of a proposal nothing either once its
     * reseller does not manage the customer any more: it is told by figures of the judgment, too, and nothing of it is placed.
     */
    List<Owned> owned(Order order) {
        boolean hidden = order.proposal() != null
                && !customers
                        .resellersOf(order.customerId())
                        .contains(order.proposal().reseller());
        return order.customerId() == null || hidden
                ? List.of()
                : subscriptions.ofCustomer(order.customerId()).stream()
                        .map(Owned::of)
                        .toList();
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

    /** Of a trial every one counts that the customer ever had, of others those that are not deleted. */
    private static void limit(CatalogItem offer, int timesChosen, List<Owned> owned, Errors errors) {
        Integer limit =
                offer.limitPerCustomer() == null && offer.trial() ? Integer.valueOf(1) : offer.limitPerCustomer();
        if (limit == null) {
            return;
        }
        long had = owned.stream()
                .filter(one -> offer.trial()
                        ? one.orderedSku().equals(offer.sku())
                        : one.sku().equals(offer.sku()) && one.counts())
                .count();
        if (had + timesChosen <= limit) {
            return;
        }
        if (had == 0) {
            errors.rejectValue("offerId", "order.line.limit", new Object[] {limit}, null);
        } else if (offer.trial()) {
            errors.rejectValue("offerId", "order.line.trialHad");
        } else {
            errors.rejectValue("offerId", "order.line.limitOwned", new Object[] {limit, had}, null);
        }
    }

    /** An add-on whose base is not ordered with it needs one that is in use. */
    private static void base(CatalogItem offer, List<Owned> owned, Errors errors) {
        List<Owned> bases =
                owned.stream().filter(one -> offer.bases().contains(one.sku())).toList();
        if (bases.stream().anyMatch(one -> one.state() == Subscription.State.ACTIVE)) {
            return;
        }
        bases.stream()
                .filter(one -> one.state() == Subscription.State.SUSPENDED)
                .findFirst()
                .ifPresentOrElse(
                        suspended -> errors.rejectValue(
                                "offerId", "order.line.baseSuspended", new Object[] {suspended.title()}, null),
                        () -> errors.rejectValue("offerId", "order.line.base"));
    }

    private static void trial(CatalogItem offer, Set<String> paidProducts, List<Owned> owned, Errors errors) {
        if (paidProducts.contains(offer.productId())) {
            errors.rejectValue("offerId", "order.line.trialAndPaid");
        }
        owned.stream()
                .filter(one -> !one.trial() && one.counts() && one.productId().equals(offer.productId()))
                .findFirst()
                .ifPresent(paid ->
                        errors.rejectValue("offerId", "order.line.trialOwned", new Object[] {paid.title()}, null));
    }

    private static void licenses(OrderLine line, CatalogItem offer, long ordered, List<Owned> owned, Errors errors) {
        Object[] range = {offer.minLicenses(), offer.maxLicenses()};
        if (line.licenseCount().isEmpty()) {
            errors.rejectValue("licenses", "order.line.licenses.number", range, null);
            return;
        }
        if (!line.within(offer)) {
            errors.rejectValue(
                    "licenses",
                    offer.minLicenses() == offer.maxLicenses()
                            ? "order.line.licenses.fixed"
                            : "order.line.licenses.range",
                    range,
                    null);
            return;
        }
        if (offer.trial()) {
            // Of a trial the number is given and the limit is one.
            return;
        }
        long had = owned.stream()
                .filter(one -> one.sku().equals(offer.sku()) && one.counts())
                .mapToLong(Owned::licenses)
                .sum();
        if (ordered + had > offer.maxLicenses()) {
            if (had == 0) {
                errors.rejectValue("licenses", "order.line.pool", new Object[] {offer.maxLicenses(), ordered}, null);
            } else {
                errors.rejectValue(
                        "licenses", "order.line.poolOwned", new Object[] {offer.maxLicenses(), had, ordered}, null);
            }
        }
    }
}
