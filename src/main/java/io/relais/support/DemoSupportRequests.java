package io.relais.support;

import io.relais.customer.CustomerCard;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.security.Side;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscriptions;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;

/** Support requests of the demo's customers in states that are worth a look, told by the same face. What is there already is left alone. */
@Component
@Profile("demo")
@Order(60)
class DemoSupportRequests implements ApplicationRunner {

    private final SupportRequests requests;
    private final SupportRepository repository;
    private final Customers customers;
    private final Subscriptions subscriptions;

    DemoSupportRequests(
            SupportRequests requests, SupportRepository repository, Customers customers, Subscriptions subscriptions) {
        this.requests = requests;
        this.repository = repository;
        this.customers = customers;
        this.subscriptions = subscriptions;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        customer("hafenwerft").ifPresent(this::answeredByItsReseller);
        customer("ateliersmenard").ifPresent(this::waitsForTheProvider);
        customer("scheldtlogistics").ifPresent(this::openedByStaff);
    }

    private void answeredByItsReseller(CustomerCard customer) {
        UUID supported = subscriptions.ofCustomer(customer.id()).stream()
                .filter(one -> one.getSupportContactId() != null)
                .map(Subscription::getId)
                .findFirst()
                .orElse(null);
        Visitor asking = asking(customer);
        UUID id = open(
                asking,
                new NewSupportRequest(
                        null,
                        customer.id(),
                        supported,
                        Category.SERVICE,
                        Severity.MODERATE,
                        "Werkhalle bekommt keine Post",
                        "Seit gestern Abend kommt in den Postfächern der Werkhalle nichts mehr an."));
        SupportCard card =
                id == null ? null : requests.find(asking, id).orElseThrow().card();
        if (card != null && card.reseller() != null) {
            Visitor reseller = new Visitor(Side.RESELLER, card.reseller(), "support", true);
            act(reseller, card, "Sind alle Postfächer betroffen, oder nur einzelne?");
        }
    }

    private void waitsForTheProvider(CustomerCard customer) {
        open(
                asking(customer),
                new NewSupportRequest(
                        null,
                        customer.id(),
                        null,
                        Category.BILLING,
                        Severity.MINIMAL,
                        "Deux lignes sur la facture",
                        "Pourquoi Teams Essentials figure-t-il deux fois sur notre facture ?"));
    }

    private void openedByStaff(CustomerCard customer) {
        open(
                Visitor.staff("hal", true),
                new NewSupportRequest(
                        null,
                        customer.id(),
                        null,
                        Category.ACCESS,
                        Severity.CRITICAL,
                        "Administrator locked out",
                        "They called: nobody can sign in as administrator since the move."));
    }

    private UUID open(Visitor visitor, NewSupportRequest opened) {
        if (repository.existsByCustomerIdAndTitle(opened.customer(), opened.title())) {
            return null;
        }
        Errors errors = new MapBindingResult(new HashMap<>(), "demo");
        return requests.open(visitor, opened, List.of(), errors)
                .orElseThrow(() -> new IllegalStateException("The demo breaks a rule: " + errors));
    }

    private void act(Visitor visitor, SupportCard card, String text) {
        Errors errors = new MapBindingResult(new HashMap<>(), "demo");
        requests.act(visitor, card.id(), Action.NOTE, text, null, List.of(), card.version(), errors);
        if (errors.hasErrors()) {
            throw new IllegalStateException("The demo breaks a rule: " + errors);
        }
    }

    private static Visitor asking(CustomerCard customer) {
        return new Visitor(
                Side.CUSTOMER, customer.id(), "admin@" + customer.details().domain(), true);
    }

    private Optional<CustomerCard> customer(String domain) {
        return customers.list(new CustomerFilter(domain, null, null), null, null, 1).rows().stream()
                .findFirst();
    }
}
