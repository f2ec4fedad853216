package io.relais.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.Browser;
import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Two French agents look after a customer, at times both at once. */
@RelaisTest
class CustomerWalkTests {

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @RegisterExtension
    final Browser sofia = new Browser("sofia", "fr");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Customers customers;

    private final String word = SampleOrders.freshDomain();
    private UUID customer;

    @BeforeEach
    void aCustomer() {
        SampleCustomers sample = new SampleCustomers(context);
        customer = sample.open("Épicerie " + word, sample.reseller(0));
    }

    @Test
    void samAndSofiaLookAfterACustomerUntilItLeaves() {
        sam.signIn("sam", "Relais-Demo-2026", "/customers");
        sam.fill("#text", "epicerie " + word);
        sam.press("Rechercher");
        sam.click("details summary");
        sam.seeText("Administration déléguée");
        sam.press("Ouvrir");
        sam.seeText("Qui s’occupe de ce client");

        sam.fill("#tag", "Fidèle");
        sam.press("Ajouter l’étiquette");
        sam.see(".relais-tags");

        sofia.signIn("sofia", "Relais-Demo-2026", "/customers/" + customer + "/edit");
        sam.press("Modifier");
        sam.fill("[id='details.city']", "Rennes");
        sam.press("Enregistrer");
        sam.seeText("Rennes");
        sofia.fill("[id='details.city']", "Brest");
        sofia.fill("[id='details.lastName']", "Le Gall");
        sofia.press("Enregistrer");
        sofia.seeText("Quelqu’un d’autre a modifié ces informations");
        sofia.seeText("sam · ");
        assertThat(sofia.value("[id='details.city']")).isEqualTo("Brest");
        sofia.screenshot("customer-1-clash");
        sofia.press("Enregistrer");
        sofia.seeText("Le Gall");

        sam.open("/customers/" + customer + "/history");
        sam.seeText("Ville : Rennes → Brest");
        sam.screenshot("customer-2-history");

        sam.open("/customers/" + customer);
        sam.press("Mettre fin à l’association");
        sam.press("Oui, y mettre fin");
        sam.seeText("Aucun revendeur : client direct.");

        sam.press("Supprimer la relation…");
        sam.fill("#reason", "Cessation d’activité");
        sam.click("[data-primary]");
        sam.seeText("pour confirmer");
        assertThat(sam.value("#reason")).isEqualTo("Cessation d’activité");
        sam.fill(
                "#confirmation",
                customers.find(customer).orElseThrow().getDetails().domain());
        sam.click("[data-primary]");
        sam.seeText("Motif : Cessation d’activité");
        sam.screenshot("customer-3-former");

        assertThat(customers.find(customer).orElseThrow().isCurrent()).isFalse();
        assertThat(sam.complaints()).isEmpty();
    }
}
