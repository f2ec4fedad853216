package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.Customers;
import io.relais.order.Orders;
import io.relais.order.SampleOrders;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The administrator of a new customer on a phone: from the temporary password to withdrawing the delegated administration. */
@RelaisTest
class CustomerCounterWalkTests {

    private static final String PASSWORD = "sept baleines dansent au port";

    @RegisterExtension
    final Browser english = new Browser("english", "en");

    @RegisterExtension
    final Browser french = new Browser("french", "fr");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Orders orders;

    @Autowired
    private Customers customers;

    private final String domain = SampleOrders.freshDomain();
    private UUID customer;

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void theAdministratorTakesOverOnAPhone() {
        String temporary = placesAnOrderAndRevealsThePassword();
        english.resize(390, 844);
        english.signIn("admin@" + domain + ".onmicrosoft.com", temporary, "/customer");
        english.seeText("Choose a password");
        english.fill("#password", PASSWORD);
        english.fill("#repeated", PASSWORD);
        english.press("Save the password");
        english.seeText("Your password is saved");
        shows(english, "customer-en-1-saved");

        english.signIn("admin@" + domain + ".onmicrosoft.com", PASSWORD, "/customer");
        english.seeText("Librairie Garance " + domain);
        english.seeText("Nuées " + domain + " became your reseller.");
        shows(english, "customer-en-2-overview");

        english.press("All subscriptions");
        english.seeText("Active");
        shows(english, "customer-en-3-subscriptions");
        english.click("tbody th a");
        english.seeText("Help with this subscription");
        shows(english, "customer-en-4-subscription");

        english.open("/customer/partners");
        english.press("Withdraw it…");
        english.seeText("still sees your subscriptions");
        shows(english, "customer-en-5-withdraw");
        english.press("Withdraw delegated administration");
        english.seeText("Tick this box to go on.");
        english.click("#understood");
        english.fill("#reason", "We look after it ourselves");
        english.press("Withdraw delegated administration");
        english.seeText("Delegated administration is withdrawn.");
        shows(english, "customer-en-6-withdrawn");
        assertThat(customers.find(customer).orElseThrow().isDelegatedAdministration())
                .isFalse();
        assertThat(english.complaints()).isEmpty();
    }

    @Test
    void theAdministratorTakesOverOnAPhoneInFrench() {
        String temporary = placesAnOrderAndRevealsThePassword();
        french.resize(390, 844);
        french.signIn("admin@" + domain + ".onmicrosoft.com", temporary, "/customer");
        french.fill("#password", PASSWORD);
        french.fill("#repeated", PASSWORD);
        french.click("main button[data-primary]");
        french.see("[name=username]");

        french.signIn("admin@" + domain + ".onmicrosoft.com", PASSWORD, "/customer");
        french.seeText("Nuées " + domain + " est devenu votre revendeur.");
        shows(french, "customer-fr-1-overview");
        french.press("Tous les abonnements");
        french.click("tbody th a");
        french.seeText("Support pour cet abonnement");
        shows(french, "customer-fr-2-subscription");
        french.open("/customer/partners");
        french.seeText("Gère votre compte et modifie vos abonnements pour vous");
        shows(french, "customer-fr-3-partners");
        french.press("La retirer…");
        french.click("#understood");
        french.press("Retirer l’administration déléguée");
        french.seeText("L’administration déléguée est retirée.");
        french.seeText("Non accordée");
        shows(french, "customer-fr-4-withdrawn");
        assertThat(french.complaints()).isEmpty();
    }

    private String placesAnOrderAndRevealsThePassword() {
        SampleOrders sample = new SampleOrders(context);
        UUID reseller = sample.activeReseller("Nuées " + domain);
        return SampleOrders.as("sam", () -> {
            UUID order = sample.placed("Librairie Garance " + domain, domain, reseller);
            customer = orders.find(order).orElseThrow().customerId();
            return orders.revealPassword(order).orElseThrow();
        });
    }

    private static void shows(Browser phone, String picture) {
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out of a phone's screen at %s", phone.url())
                .isEqualTo(true);
        phone.screenshot(picture);
    }
}
