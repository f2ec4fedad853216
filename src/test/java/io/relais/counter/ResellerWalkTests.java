package io.relais.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.Browser;
import io.relais.RelaisTest;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.customer.Customers;
import io.relais.order.SampleOrders;
import io.relais.security.Side;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * A reseller's administrator on a phone, in French, gives a customer more licenses and proposes an order; staff take it and submit it; the
 * reseller sees it placed. And in English at a desk: an invitation, and every page by the menu.
 */
@RelaisTest
class ResellerWalkTests {

    private static final String PASSWORD = "nuages-et-marees-2026";

    @RegisterExtension
    final Browser remi = new Browser("remi", "fr");

    @RegisterExtension
    final Browser rita = new Browser("rita", "en");

    @RegisterExtension
    final Browser sofia = new Browser("sofia", "en");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Customers customers;

    private SampleSubscriptions subscriptions;
    private String name;
    private String company;
    private String userName;
    private UUID customer;

    @BeforeEach
    void aResellerWithAnAdministratorAndACustomer() {
        subscriptions = new SampleSubscriptions(context);
        name = "Nuages " + SampleOrders.freshDomain();
        UUID reseller = subscriptions.orders().activeReseller(name);
        customer = subscriptions.customer(reseller);
        company = customers.find(customer).orElseThrow().getDetails().companyName();
        userName = SampleOrders.freshDomain() + "@nuages.example";
        accounts.openWithPassword(
                Side.RESELLER,
                reseller,
                userName,
                new Holder("Remi", "Revel", userName, "fr"),
                true,
                accounts.encode(PASSWORD),
                "system");
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void givesMoreLicensesAndProposesAnOrderOnAPhone() {
        remi.resize(390, 844);
        remi.signIn(userName, PASSWORD, "/reseller");
        remi.seeText("Vous gérez un client.");
        remi.screenshot("reseller-1-home");
        remi.press("Vers vos clients");
        remi.screenshot("reseller-2-customers");
        remi.press(company);
        remi.screenshot("reseller-3-customer");
        Subscription basic = subscriptions.subscriptions().ofCustomer(customer).get(0);
        remi.press(basic.name());
        remi.screenshot("reseller-4-subscription");
        remi.click("a[href$='/licenses']");
        remi.fill("#licenses", "12");
        remi.see("#quote .alert");
        remi.screenshot("reseller-5-licenses");
        remi.click("main form [data-primary]");
        remi.seeText("12");
        assertThat(subscriptions.now(basic.getId()).getLicenses()).isEqualTo(12);

        remi.press(company);
        remi.press("Proposer une commande");
        remi.fill("#text", "Business Premium");
        remi.click("#find");
        remi.click(".relais-offers [value='add:"
                + subscriptions.orders().line(SampleOrders.PREMIUM, "1").offerId() + "']");
        remi.fill("#licenses-0", "5");
        remi.screenshot("reseller-6-choose");
        remi.click("main form [data-primary]");
        remi.see("[name=note]");
        remi.fill("[name=note]", "Avant lundi, merci");
        remi.screenshot("reseller-7-review");
        remi.press("Envoyer au fournisseur");
        remi.seeText("La proposition est envoyée.");
        String page = remi.url().replaceAll("^https?://[^/]*", "");
        UUID order = UUID.fromString(page.replaceFirst(".*/", ""));
        remi.screenshot("reseller-8-proposed");

        sofia.signIn("sofia", "Relais-Demo-2026", "/orders/" + order);
        sofia.press("Take it and review it");
        sofia.seeText("Proposed by " + name);
        sofia.seeText("Avant lundi, merci");
        sofia.screenshot("reseller-9-review-by-staff");
        sofia.click("main [data-primary]");
        sofia.seeText("The order is being placed");
        subscriptions.orders().runJob(order);

        remi.open(page);
        remi.seeText("Passée");
        remi.screenshot("reseller-10-placed");
        assertThat(subscriptions.subscriptions().ofCustomer(customer)).hasSize(2);
        assertThat(remi.complaints()).isEmpty();
        assertThat(sofia.complaints()).isEmpty();
    }

    @Test
    void invitesACustomerAndLooksAroundAtADesk() {
        rita.signIn(userName, PASSWORD, "/reseller");
        rita.seeText("You manage one customer.");
        rita.screenshot("reseller-en-1-home");
        rita.open("/reseller/customers");
        rita.screenshot("reseller-en-2-customers");
        rita.press("Invite a customer");
        rita.fill("#company", "Fabrikam " + name);
        rita.fill("#email", "lea@" + SampleOrders.freshDomain() + ".example");
        rita.fill("#contact", "Lea Roux");
        rita.screenshot("reseller-en-3-ask");
        rita.click("main form [data-primary]");
        rita.see("#body");
        assertThat(rita.value("#body")).contains("/relationship/", name);
        rita.screenshot("reseller-en-4-send");
        rita.press("Done");
        rita.seeText("Revoke");
        rita.screenshot("reseller-en-5-asked");
        rita.open("/reseller/customers/" + customer);
        rita.screenshot("reseller-en-6-customer");
        rita.open("/reseller/subscriptions/"
                + subscriptions.subscriptions().ofCustomer(customer).get(0).getId());
        rita.screenshot("reseller-en-7-subscription");
        rita.open("/reseller/providers");
        rita.seeText("Partner since");
        rita.screenshot("reseller-en-8-providers");
        rita.open("/reseller/company");
        rita.seeText("All conditions are met");
        rita.screenshot("reseller-en-9-company");
        rita.open("/reseller/orders");
        rita.seeText("You have not proposed any order yet.");
        assertThat(rita.complaints()).isEmpty();
    }
}
