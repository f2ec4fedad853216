package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import io.relais.subscription.Change;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscription.State;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;

/** Every kind of change of a subscription, made in a browser by those whose role it is, in either language. */
@RelaisTest
class ChangeWalkTests {

    private static final String PASSWORD = "Relais-Demo-2026";

    @RegisterExtension
    final Browser sam = new Browser("sam", "en");

    @RegisterExtension
    final Browser hal = new Browser("hal", "en");

    @RegisterExtension
    final Browser ada = new Browser("ada", "en");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MessageSource messages;

    private SampleSubscriptions sample;
    private UUID reseller;

    @BeforeEach
    void work() {
        SampleOrders.as("sam");
        sample = new SampleSubscriptions(context);
        reseller = new SampleCustomers(context).reseller(0);
    }

    @AfterEach
    void rest() {
        SampleOrders.asNobody();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void eachKindOfChangeIsMadeByWhoseItIs(String language) {
        UUID customer = sample.customer(reseller);
        Subscription one = sample.start(customer, SampleOrders.BASIC, "P1Y", "annual", 5, null);
        Subscription trial = sample.start(sample.customer(null), SampleOrders.PREMIUM_TRIAL, "P1M", "none", 25, null);
        Subscription other = sample.premium(3);
        sam.signIn("sam", PASSWORD, "/login?lang=" + language);
        hal.signIn("hal", PASSWORD, "/login?lang=" + language);
        ada.signIn("ada", PASSWORD, "/login?lang=" + language);

        begin(sam, one, Change.NICKNAME);
        sam.fill("#nickname", "Atelier Œuvre");
        submit(sam, Change.NICKNAME, language);
        sam.seeText("Atelier Œuvre");

        begin(sam, one, Change.LICENSES);
        sam.fill("#licenses", "0");
        sam.click("[data-primary]");
        sam.see("#licenses.is-invalid");
        assertThat(sam.value("#licenses")).isEqualTo("0");
        sam.fill("#licenses", "7");
        submit(sam, Change.LICENSES, language);
        sam.back();
        assertThat(sam.value("#licenses"))
                .as("the form again, not the question whether to send it again")
                .isEqualTo("7");

        begin(sam, one, Change.AUTO_RENEW);
        submit(sam, Change.AUTO_RENEW, language);

        begin(sam, one, Change.RESELLER);
        sam.fill("#text", "5300101");
        sam.click("[role=search] button");
        sam.click("input[name=reseller][value='" + reseller + "']");
        submit(sam, Change.RESELLER, language);

        begin(hal, one, Change.SUPPORT_CONTACT);
        hal.click("input[name=reseller][value='" + reseller + "']");
        hal.screenshot("change-support-contact-" + language);
        submit(hal, Change.SUPPORT_CONTACT, language);
        begin(ada, one, Change.SUPPORT_CONTACT);
        ada.click("#support-provider");
        submit(ada, Change.SUPPORT_CONTACT, language);

        begin(sam, one, Change.UPGRADE);
        sam.click("input[name=offer]:not([disabled])");
        sam.screenshot("change-upgrade-" + language);
        submit(sam, Change.UPGRADE, language);

        begin(sam, one, Change.SUSPEND);
        submit(sam, Change.SUSPEND, language);
        begin(sam, one, Change.REACTIVATE);
        submit(sam, Change.REACTIVATE, language);

        begin(ada, other, Change.CANCEL);
        ada.click("#confirmed");
        submit(ada, Change.CANCEL, language);

        begin(sam, trial, Change.CONVERT);
        sam.click("input[name=offer]");
        sam.screenshot("change-convert-" + language);
        submit(sam, Change.CONVERT, language);

        assertThat(sample.now(one.getId()).getSku()).isNotEqualTo(one.getSku());
        assertThat(sample.now(other.getId()).getState()).isEqualTo(State.DELETED);
        assertThat(sample.now(trial.getId()).isTrial()).isFalse();
        assertThat(sam.complaints()).isEmpty();
        assertThat(hal.complaints()).isEmpty();
        assertThat(ada.complaints()).isEmpty();
    }

    private static void begin(Browser person, Subscription subscription, Change change) {
        String page = "/subscriptions/" + subscription.getId();
        person.open(page);
        person.click("a[href='" + page + "/" + change.path() + "']");
    }

    private void submit(Browser person, Change change, String language) {
        person.click("[data-primary]");
        person.seeText(messages.getMessage("subscription.done." + change, null, Locale.forLanguageTag(language)));
    }
}
