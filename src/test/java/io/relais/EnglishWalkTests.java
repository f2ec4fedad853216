package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.Customers;
import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the other walks do in French: a customer changed by two people until it leaves, and the end of a partnership. */
@RelaisTest
class EnglishWalkTests {

    private static final String PASSWORD = "Relais-Demo-2026";

    @RegisterExtension
    final Browser ada = new Browser("ada", "en");

    @RegisterExtension
    final Browser hal = new Browser("hal", "en");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Customers customers;

    private final String mark = SampleOrders.freshDomain();

    @Test
    void adaAndHalChangeACustomerThatThenLeaves() {
        SampleCustomers sample = new SampleCustomers(context);
        UUID customer = sample.open("Grocery " + mark, sample.reseller(0));
        String page = "/customers/" + customer;
        ada.signIn("ada", PASSWORD, page + "/edit");
        hal.signIn("hal", PASSWORD, page + "/edit");

        ada.fill("[id='details.city']", "Leeds");
        ada.press("Save");
        ada.seeText("Leeds");
        hal.fill("[id='details.city']", "York");
        hal.press("Save");
        hal.seeText("Somebody else changed these details");
        hal.seeText("ada · ");
        assertThat(hal.value("[id='details.city']")).isEqualTo("York");
        hal.screenshot("english-1-second-editor");
        hal.press("Save");
        hal.seeText("York");
        hal.seeNo("a[href='" + page + "/removal']");

        ada.open(page);
        ada.press("End the association");
        ada.press("Yes, end it");
        ada.seeText("No reseller: a direct customer.");
        ada.press("Remove the relationship…");
        ada.fill("#reason", "Closed its doors");
        ada.fill("#confirmation", "something else");
        ada.click("[data-primary]");
        ada.see("#confirmation.is-invalid");
        assertThat(ada.value("#reason")).isEqualTo("Closed its doors");
        ada.screenshot("english-2-removal-refused");
        ada.fill(
                "#confirmation",
                customers.find(customer).orElseThrow().getDetails().domain());
        ada.click("[data-primary]");
        ada.seeText("Reason: Closed its doors");
        ada.screenshot("english-3-former");

        assertThat(customers.find(customer).orElseThrow().isCurrent()).isFalse();
        assertThat(ada.complaints()).isEmpty();
        assertThat(hal.complaints()).isEmpty();
    }

    @Test
    void adaRemovesAPartnershipAndGivesItsCustomerToAnotherReseller() {
        String company = "Step South " + mark;
        String heir = "Relief North " + mark;
        SampleOrders samples = new SampleOrders(context);
        SampleOrders.as("ada", () -> {
            UUID reseller = samples.activeReseller(company);
            samples.activeReseller(heir);
            return samples.placed("Bookshop " + mark, SampleOrders.freshDomain(), reseller);
        });
        ada.signIn("ada", PASSWORD, "/resellers?text=" + mark);

        ada.press(company);
        ada.press("Remove partnership");
        ada.seeText("Bookshop " + mark);
        ada.click("#give-customers");
        ada.click("[data-primary]");
        ada.seeText("Choose another reseller that is an active partner.");
        ada.screenshot("english-4-partnership-refused");
        assertThat(ada.text("#heir-customers"))
                .as("nobody inherits from themselves")
                .doesNotContain(company);
        if (ada.run("return !!document.querySelector('#find-heir-customers')").equals(true)) {
            ada.fill("#find-heir-customers", "step south " + mark);
            ada.until("find nobody", () -> ada.text("#heir-customers-found").contains("No reseller matches."));
            ada.fill("#find-heir-customers", "relief north " + mark);
            ada.until("find the heir", () -> ada.text("#heir-customers-found").contains("1"));
        }
        Object value = ada.until(
                "see the heir",
                () -> ada.run("return [...document.querySelectorAll('#heir-customers option')]"
                        + ".filter(one => one.textContent.startsWith('" + heir + "')).map(one => one.value)[0]"));
        ada.choose("#heir-customers", (String) value);
        ada.fill("#reason", "Contract ended");
        ada.fill("#confirmation", company);
        ada.click("[data-primary]");

        ada.seeText("The partnership is removed.");
        ada.seeText("Reason: Contract ended");
        ada.seeText("1 → " + heir);
        ada.screenshot("english-5-partnership-removed");
        assertThat(ada.complaints()).isEmpty();
    }
}
