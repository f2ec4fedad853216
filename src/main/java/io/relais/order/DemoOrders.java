package io.relais.order;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.security.ActingAs;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;

/**
 * A few made-up customers, each ordered for through the process as a member of staff would. For the first of them another order waits at
 * Review, for the second one a proposal of its reseller. Whoever is there already is left alone.
 */
@Component
@Profile("demo")
@org.springframework.core.annotation.Order(30)
class DemoOrders implements ApplicationRunner {

    private static final String STAFF = "sofia";
    private static final String PROPOSER = "claire.morel@nuage-atlantique.example";

    /** @param offers titles of offers, each with the number of licenses behind a colon */
    private record Demo(String reseller, CustomerDetails customer, List<String> offers) {}

    private static final List<Demo> DEMOS = List.of(
            new Demo(
                    "5300101",
                    customer(
                            "Boulangeries Kerval",
                            "kerval",
                            "FR",
                            "4 quai de la Fosse",
                            "44000",
                            "Nantes",
                            "Anne",
                            "Kerval",
                            "fr",
                            "fr-FR"),
                    List.of("Microsoft 365 Business Premium:18")),
            new Demo(
                    "5300101",
                    customer(
                            "Ateliers Ménard",
                            "ateliersmenard",
                            "FR",
                            "27 rue Sainte-Catherine",
                            "33000",
                            "Bordeaux",
                            "Luc",
                            "Ménard",
                            "fr",
                            "fr-FR"),
                    List.of("Microsoft 365 Business Standard:9", "Exchange Online (Plan 1):4")),
            new Demo(
                    "5300102",
                    customer(
                            "Scheldt Logistics",
                            "scheldtlogistics",
                            "BE",
                            "Noorderlaan 133",
                            "2030",
                            "Antwerpen",
                            "Els",
                            "Janssens",
                            "nl",
                            "nl-BE"),
                    List.of("Office 365 E3:120")),
            new Demo(
                    "5300103",
                    customer(
                            "Hafen Werft GmbH",
                            "hafenwerft",
                            "DE",
                            "Am Sandtorkai 5",
                            "20457",
                            "Hamburg",
                            "Jens",
                            "Petersen",
                            "de",
                            "de-DE"),
                    List.of("Microsoft 365 E3:60", "Power BI Pro:12")));

    private final Orders orders;
    private final ProposedOrders proposals;
    private final NewCustomerOrderProcess process;
    private final Customers customers;
    private final Resellers resellers;
    private final Catalog catalog;
    private final Clock clock;

    DemoOrders(
            Orders orders,
            ProposedOrders proposals,
            NewCustomerOrderProcess process,
            Customers customers,
            Resellers resellers,
            Catalog catalog,
            Clock clock) {
        this.orders = orders;
        this.proposals = proposals;
        this.process = process;
        this.customers = customers;
        this.resellers = resellers;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ActingAs.run(STAFF, () -> {
            List<Demo> missing = DEMOS.stream()
                    .filter(demo -> !customers.domainTaken(demo.customer.domainPrefix()))
                    .toList();
            missing.forEach(demo -> {
                UUID order = order(demo);
                UUID customer = orders.find(order).orElseThrow().customerId();
                if (demo == DEMOS.get(0)) {
                    orderMore(customer, demo);
                } else if (demo == DEMOS.get(1)) {
                    ActingAs.run(PROPOSER, () -> propose(customer, demo));
                }
            });
        });
    }

    /** Left at Review. */
    private void orderMore(UUID customer, Demo demo) {
        choose(orders.startFor(customer), List.of("Exchange Online (Plan 1):6"), demo);
    }

    /** Waits at Review for whoever of the staff takes it. */
    private void propose(UUID customer, Demo demo) {
        UUID reseller = reseller(demo);
        UUID proposal = proposals.start(reseller, customer).orElseThrow();
        OrderSelection selection = selection(List.of("Power BI Pro:5"), demo);
        Errors problems = new BeanPropertyBindingResult(selection, "selection");
        proposals.choose(reseller, proposal, selection, problems);
        OrderSeen seen = OrderSeen.of(proposals.find(reseller, proposal));
        proposals.propose(reseller, proposal, seen, "Leur comptable commence le mois prochain.", problems);
        requireNone(problems);
    }

    private UUID order(Demo demo) {
        UUID reseller = reseller(demo);
        UUID order = orders.start(reseller);
        OrderDetails details = new OrderDetails(
                reseller,
                demo.customer,
                new AgreementAttestation(
                        demo.customer.firstName(),
                        demo.customer.lastName(),
                        demo.customer.email(),
                        null,
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
        Errors problems = new BeanPropertyBindingResult(details, "details");
        orders.enterDetails(order, details, problems);
        requireNone(problems);
        choose(order, demo.offers, demo);
        orders.submit(order);
        process.placeNow(order);
        orders.handedOver(order);
        return order;
    }

    private void choose(UUID order, List<String> offers, Demo demo) {
        OrderSelection selection = selection(offers, demo);
        Errors problems = new BeanPropertyBindingResult(selection, "selection");
        orders.choose(order, selection, problems);
        requireNone(problems);
    }

    private UUID reseller(Demo demo) {
        return resellers.selectable(demo.reseller, 1).get(0).id();
    }

    private OrderSelection selection(List<String> offers, Demo demo) {
        UUID reseller = reseller(demo);
        return new OrderSelection(offers.stream()
                .map(offer -> line(offer, demo.customer.country(), reseller))
                .toList());
    }

    private static void requireNone(Errors problems) {
        if (problems.hasErrors()) {
            throw new IllegalStateException("The demo breaks a rule: " + problems);
        }
    }

    private OrderLine line(String offer, String market, UUID reseller) {
        String title = offer.substring(0, offer.lastIndexOf(':'));
        CatalogItem item = catalog.search(market, null, title, 20).stream()
                .filter(found ->
                        found.title().equals(title) && found.termDuration().equals("P1Y"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The demo's price list lacks " + title));
        return new OrderLine(item.offerId(), offer.substring(offer.lastIndexOf(':') + 1), reseller);
    }

    private static CustomerDetails customer(
            String company,
            String domain,
            String country,
            String street,
            String postalCode,
            String city,
            String firstName,
            String lastName,
            String language,
            String culture) {
        return new CustomerDetails(
                company,
                domain,
                country,
                street,
                null,
                city,
                null,
                postalCode,
                firstName,
                lastName,
                "office@" + domain + ".example",
                null,
                language,
                culture,
                null);
    }
}
