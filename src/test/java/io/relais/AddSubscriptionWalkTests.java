package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.Orders;
import io.relais.order.SampleOrders;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A customer who exists already gets a new subscription: from its card in the workspace, in French, and in Tasklist only. */
@RelaisTest
class AddSubscriptionWalkTests {

    private static final String PASSWORD = "Relais-Demo-2026";
    private static final String MAIN = ".form-actions .btn-primary:not(.disabled)";

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @RegisterExtension
    final Browser sofia = new Browser("sofia", "en");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Orders orders;

    private final String domain = SampleOrders.freshDomain();
    private final String reseller = "Nuées du Nord " + domain;
    private final String company = "Librairie Garance " + domain;

    private SampleOrders sample;
    private UUID customer;

    @BeforeEach
    void aCustomerExists() {
        sample = new SampleOrders(context);
        SampleOrders.as("sam");
        UUID placed = sample.placed(company, domain, sample.activeReseller(reseller));
        customer = orders.find(placed).orElseThrow().customerId();
        SampleOrders.asNobody();
    }

    @AfterEach
    void nobody() {
        SampleOrders.asNobody();
    }

    @Test
    void samAddsASubscriptionFromTheCustomersCard() {
        sam.signIn("sam", PASSWORD, "/customers?text=" + domain);
        sam.click("#customers summary");
        sam.press("Ajouter un abonnement");
        sam.see("#subscriptions-page");
        assertThat(sam.text("h1")).isEqualTo("Nouvel abonnement");

        add("business basic", SampleOrders.BASIC);
        assertThat(sam.text("#reseller-0 option:checked")).startsWith(reseller);
        licenses("291");
        sam.until("hear how many the customer has", () -> sam.text("#licenses-note-0")
                .contains("en a déjà 10"));
        assertThat(sam.value("#licenses-0")).isEqualTo("291");
        sam.screenshot("add-1-subscriptions-refused");
        sam.choose("#reseller-0", "");
        licenses("5");

        sam.see("#review-page");
        assertThat(sam.text("#review-page")).contains(company, "aucun revendeur ne touchera de primes", "Personne");
        sam.screenshot("add-2-review");
        sam.press("Envoyer");
        sam.seeText("La commande est en cours de passation");
        placed(UUID.fromString(sam.url().replaceAll(".*/orders/([0-9a-f-]{36}).*", "$1")));
        sam.seeText("Son abonnement figure maintenant dans la liste de " + company);
        sam.screenshot("add-3-placed");

        sam.press("Vers les abonnements du client");
        sam.seeText("Microsoft 365 Business Basic");
        sam.open("/customers/" + customer + "/orders");
        assertThat(sam.text("tbody")).contains("5 × Microsoft 365 Business Basic", "10 × Microsoft 365 Business Basic");
        sam.resize(390, 844);
        assertThat(sam.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out of a phone's screen")
                .isEqualTo(true);
        sam.screenshot("add-4-orders-phone");
        assertThat(sam.complaints()).isEmpty();
    }

    @Test
    void sofiaAddsASubscriptionInTasklistOnly() {
        sofia.signIn("sofia", PASSWORD, "/camunda/app/tasklist/default/");
        sofia.click(".start-process-action a");
        sofia.seeAtRest(".modal-dialog");
        sofia.press("Add a subscription");
        sofia.see("form.relais-start");
        sofia.click(".modal-footer .btn-primary");

        sofia.see(".relais-form #customer-page");
        sofia.fill("#text", domain);
        sofia.click("#find");
        sofia.see("#customer-" + customer);
        sofia.click(MAIN);
        sofia.seeText("Choose the customer for whom you want to order.");
        sofia.screenshot("tasklist-add-1-customer");
        sofia.fill("#text", domain);
        sofia.click("#find");
        sofia.click("#customer-" + customer);
        sofia.click(MAIN);

        sofia.see(".relais-form #subscriptions-page");
        assertThat(sofia.text("[cam-tasklist-task] h2")).contains(company);
        UUID offer = sample.offer(SampleOrders.PREMIUM, "P1Y", "annual").offerId();
        sofia.click("button[value='add:" + offer + "']");
        sofia.see(".relais-line");
        sofia.fill("#licenses-0", "4");
        sofia.screenshot("tasklist-add-2-subscriptions");
        sofia.click(MAIN);

        sofia.see(".relais-form #review-page");
        sofia.screenshot("tasklist-add-3-review");
        UUID order = orders.list(io.relais.order.OrderFilter.of(customer), null, null, 1)
                .rows()
                .get(0)
                .id();
        sofia.click(MAIN);
        sofia.seeText("Being processed.");
        placed(order);
        sofia.seeText("has been placed. Its subscription is now in the list of " + company);
        sofia.screenshot("tasklist-add-4-done");
        assertThat(sofia.complaints()).isEmpty();
    }

    private void add(String text, String sku) {
        sam.fill("#text", text);
        sam.click("#find");
        sam.click("button[value='add:" + sample.offer(sku, "P1Y", "annual").offerId() + "']");
        sam.see("#licenses-0");
    }

    private void licenses(String number) {
        sam.fill("#licenses-0", number);
        sam.click("button[data-primary]");
    }

    /** In tests no job runs by itself. */
    private void placed(UUID order) {
        sample.runJob(order);
    }
}
