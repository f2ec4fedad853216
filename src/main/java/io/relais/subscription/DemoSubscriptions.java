package io.relais.subscription;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.CustomerCard;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.security.ActingAs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;

/**
 * Subscriptions of the demo's customers in every state that is worth a look. They are started as if they had been ordered some time ago,
 * and then changed by the same faces as a member of staff would. What is there already is left alone.
 */
@Component
@Profile("demo")
@Order(40)
class DemoSubscriptions implements ApplicationRunner {

    private static final String STAFF = "sofia";

    private final Subscriptions subscriptions;
    private final SubscriptionChanges changes;
    private final SubscriptionRepository repository;
    private final Customers customers;
    private final Catalog catalog;
    private final Clock clock;

    DemoSubscriptions(
            Subscriptions subscriptions,
            SubscriptionChanges changes,
            SubscriptionRepository repository,
            Customers customers,
            Catalog catalog,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.changes = changes;
        this.repository = repository;
        this.customers = customers;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ActingAs.run(STAFF, () -> {
            started("kerval", "Microsoft 365 E5 (Trial)", "P1M", 25, 24, (trial, reseller) -> {});
            started("ateliersmenard", "Microsoft Teams Essentials", "P1M", 6, 10, this::endsWithItsTerm);
            started("scheldtlogistics", "Power BI Pro", "P1Y", 15, 200, this::suspended);
            started("hafenwerft", "Exchange Online (Plan 1)", "P1Y", 40, 2, this::grownAndSupportedByTheReseller);
            started("kerval", "Microsoft 365 Apps for business", "P1Y", 22, 310, (older, reseller) -> {});
            started("ateliersmenard", "Exchange Online (Plan 2)", "P1Y", 9, 140, (older, reseller) -> {});
            started("hafenwerft", "Visio Plan 2", "P1Y", 5, 95, (older, reseller) -> {});
            startedWithNobodyOnRecord("scheldtlogistics", "Planner and Project Plan 3", "P1Y", 8, 120);
        });
    }

    private void endsWithItsTerm(Subscription one, UUID reseller) {
        Errors errors = errors();
        changes.setAutoRenew(one.getId(), one.getVersion(), false, errors);
        require(errors);
    }

    private void suspended(Subscription one, UUID reseller) {
        Errors errors = errors();
        changes.suspend(one.getId(), one.getVersion(), errors);
        require(errors);
    }

    private void grownAndSupportedByTheReseller(Subscription one, UUID reseller) {
        Errors errors = errors();
        changes.setLicenses(one.getId(), one.getVersion(), "43", errors);
        changes.rename(one.getId(), version(one), "Postfächer Werkhalle", errors);
        changes.nameSupportContact(one.getId(), version(one), reseller, errors);
        require(errors);
    }

    private void started(
            String domain, String title, String term, int licenses, int daysAgo, BiConsumer<Subscription, UUID> then) {
        started(domain, title, term, licenses, daysAgo, true, then);
    }

    private void startedWithNobodyOnRecord(String domain, String title, String term, int licenses, int daysAgo) {
        started(domain, title, term, licenses, daysAgo, false, (direct, reseller) -> {});
    }

    private void started(
            String domain,
            String title,
            String term,
            int licenses,
            int daysAgo,
            boolean onRecord,
            BiConsumer<Subscription, UUID> then) {
        UUID order = UUID.nameUUIDFromBytes(("demo " + domain + title).getBytes(StandardCharsets.UTF_8));
        List<CustomerCard> found = customers
                .list(new CustomerFilter(domain, null, null), null, null, 1)
                .rows();
        if (found.isEmpty() || repository.existsByOrderId(order)) {
            return;
        }
        CustomerCard customer = found.get(0);
        CatalogItem offer = catalog.search(customer.details().country(), null, title, 50).stream()
                .filter(item ->
                        item.title().equals(title) && item.termDuration().equals(term))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The demo's price list lacks " + title));
        UUID reseller = customer.resellers().stream().findFirst().orElse(null);
        subscriptions.start(
                customer.id(),
                order,
                List.of(new Subscriptions.Line(offer, licenses, onRecord ? reseller : null)),
                STAFF,
                clock.instant().minus(Duration.ofDays(daysAgo)));
        subscriptions.ofCustomer(customer.id()).stream()
                .filter(one -> one.getOrderId().equals(order))
                .forEach(one -> then.accept(one, reseller));
    }

    private Long version(Subscription one) {
        return repository.findById(one.getId()).orElseThrow().getVersion();
    }

    private static Errors errors() {
        return new MapBindingResult(new HashMap<>(), "demo");
    }

    private static void require(Errors errors) {
        if (errors.hasErrors()) {
            throw new IllegalStateException("The demo breaks a rule: " + errors);
        }
    }
}
