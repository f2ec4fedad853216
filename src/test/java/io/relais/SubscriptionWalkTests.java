package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.SampleOrders;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscription.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A subscription looked after in a browser, in French: more licenses, suspended, reactivated, cancelled; and two who change it at once. */
@RelaisTest
class SubscriptionWalkTests {

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @RegisterExtension
    final Browser sofia = new Browser("sofia", "fr");

    @Autowired
    private ApplicationContext context;

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void isLookedAfterFromItsCustomersListToItsEnd() {
        SampleSubscriptions sample = new SampleSubscriptions(context);
        SampleOrders.as("sam");
        Subscription one = sample.premium(10);
        String page = "/subscriptions/" + one.getId();

        sam.signIn("sam", "Relais-Demo-2026", "/");
        sofia.signIn("sofia", "Relais-Demo-2026", "/");
        sam.open("/customers/" + one.getCustomerId() + "/subscriptions");
        sam.seeText("Microsoft 365 Business Premium");
        sam.seeText("encore 6 j 23 h");
        sam.click("a[href='" + page + "']");
        sam.seeText("Trois associations indépendantes");
        sam.screenshot("subscription-1-page");

        sofia.open(page + "/licenses");
        sam.click("a[href='" + page + "/licenses']");
        sam.fill("#licenses", "12");
        sam.seeText("+2 licences");
        sam.screenshot("subscription-2-licenses");
        sam.click("[data-primary]");
        sam.seeText("Le nombre de licences est modifié.");
        sam.seeText("10 → 12");

        sofia.fill("#licenses", "15");
        sofia.click("[data-primary]");
        sofia.seeText("a été modifié pendant que cette page était ouverte");
        sofia.seeText("10 → 12");
        assertThat(sofia.value("#licenses")).isEqualTo("15");
        sofia.screenshot("subscription-3-second-person");
        sofia.click("[data-primary]");
        sofia.seeText("Le nombre de licences est modifié.");

        sam.open(page + "/suspend");
        sam.seeText("Il reste facturé");
        sam.seeText("Le renouvellement automatique est désactivé");
        sam.screenshot("subscription-4-suspend");
        sam.click("[data-primary]");
        sam.seeText("Ses utilisateurs n’ont pas accès.");
        sam.click("a[href='" + page + "/reactivate']");
        sam.click("[data-primary]");
        sam.seeText("le renouvellement automatique reste désactivé");

        sam.open(page + "/cancel");
        sam.click("[data-primary]");
        sam.seeText("Cochez cette case pour confirmer l’annulation définitive.");
        sam.click("#confirmed");
        sam.click("[data-primary]");
        sam.seeText("L’abonnement est annulé.");
        sam.screenshot("subscription-5-cancelled");
        assertThat(sample.now(one.getId()).getState()).isEqualTo(State.DELETED);
        assertThat(sam.complaints()).isEmpty();
    }
}
