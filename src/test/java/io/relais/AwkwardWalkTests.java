package io.relais;

import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.SampleOrders;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What people do that nobody planned: two at the same task, a company with a name made of code. */
@RelaisTest
class AwkwardWalkTests {

    private static final String PASSWORD = "Relais-Demo-2026";

    @RegisterExtension
    final Browser sam = new Browser("sam", "en");

    @RegisterExtension
    final Browser sofia = new Browser("sofia", "en");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TaskService taskService;

    private SampleOrders sample;

    @BeforeEach
    void workAsSam() {
        sample = new SampleOrders(context);
        as("sam");
    }

    @AfterEach
    void workAsNobody() {
        asNobody();
    }

    @Test
    void aColleagueSeesWhoHoldsATaskUntilItIsHandedOver() {
        UUID order = sample.atReview("Two at a time " + freshDomain(), freshDomain(), null);
        String task = taskService
                .createTaskQuery()
                .processInstanceBusinessKey(order.toString())
                .singleResult()
                .getId();
        sam.signIn("sam", PASSWORD, "/orders/" + order + "/review");
        sam.see("#review-page");

        sofia.signIn("sofia", PASSWORD, "/tasks/" + task);
        sofia.seeText("sam holds this task.");
        sofia.seeNo("#review-page");
        sofia.screenshot("awkward-1-held");
        sofia.open("/camunda/app/tasklist/default/#/?task=" + task);
        sofia.seeText("sam holds this task.");
        sofia.seeNo(".form-actions .btn-primary:not(.disabled)");
        sofia.screenshot("awkward-2-held-tasklist");

        // Sam keeps the page open in one window and hands the task over in another.
        Object page = sam.run("return window.open('/tasks/" + task + "/hand-over', 'other') !== null");
        assertThat(page).isEqualTo(true);
        sam.inWindow(1, () -> {
            sam.choose("select[name=colleague]", "sofia");
            sam.screenshot("awkward-3-hand-over");
            sam.press("Hand over");
            sam.seeText("The task now belongs to sofia.");
        });
        sam.press("Submit");
        sam.seeText("sofia holds this task.");
        sam.screenshot("awkward-4-too-late");

        sofia.open("/tasks/" + task);
        sofia.press("Submit");
        sofia.seeText("being placed");
        new SampleOrders(context).runJob(order);
        sofia.see("#confirmation-page");
    }

    @Test
    void aSecondWindowThatIsBehindGoesWhereTheOrderStands() {
        UUID order = sample.atReview("Behind " + freshDomain(), freshDomain(), null);
        sam.signIn("sam", PASSWORD, "/orders/" + order + "/review");
        sam.run("window.open('/orders/" + order + "/review', 'other')");
        sam.inWindow(1, () -> {
            sam.press("Submit");
            sam.seeText("being placed");
        });
        sam.press("Submit");
        sam.seeText("being placed");
        sample.runJob(order);
        sam.see("#confirmation-page");
        sam.inWindow(1, () -> sam.see("#confirmation-page"));

        sam.press("Show the password once");
        sam.see("#password");
        sam.inWindow(1, () -> {
            sam.press("Show the password once");
            sam.seeText("The password has been shown");
            sam.screenshot("awkward-5-shown-elsewhere");
        });
    }

    @Test
    void aPhoneShowsTheMenuWhenAskedTo() {
        sam.resize(500, 800);
        sam.signIn("sam", PASSWORD, "/customers");
        sam.see(".relais-toggle");
        sam.seeNo("#menu");

        sam.press("Main menu");
        assertThat(sam.text("#menu")).contains("Indirect resellers", "Tasklist");
        assertThat(sam.see(".relais-toggle").getDomAttribute("aria-expanded")).isEqualTo("true");
        sam.press("My tasks");
        sam.seeText("My tasks");
        sam.seeNo("#menu");
    }

    @Test
    void aCompanyNamedLikeAScriptIsJustAName() {
        String domain = freshDomain();
        String name = "<script>alert(1)</script> " + domain;
        UUID reseller = sample.activeReseller("<img src=x onerror=alert(2)> " + domain);
        UUID order = sample.started(reseller);
        sam.signIn("sam", PASSWORD, "/orders/" + order + "/details");

        sam.fill("[name='details.companyName']", name);
        sam.fill("[name='details.domainPrefix']", domain);
        sam.fill("[name='details.addressLine1']", "1 rue de la Paix");
        sam.fill("[name='details.postalCode']", "75002");
        sam.fill("[name='details.city']", "Paris");
        for (String whose : new String[] {"details", "agreement"}) {
            sam.fill("[name='" + whose + ".firstName']", "Zoé");
            sam.fill("[name='" + whose + ".lastName']", "Martin");
            sam.fill("[name='" + whose + ".email']", "zoe@" + domain + ".example");
        }
        sam.click("button[data-primary]");
        sam.seeText("For " + name);
        sam.click("button[value='add:"
                + sample.offer(SampleOrders.BASIC, "P1Y", "annual").offerId() + "']");
        sam.see("#licenses-0");
        sam.click("button[data-primary]");
        sam.see("#review-page");
        sam.seeText(name);
        sam.screenshot("awkward-6-script-review");
        sam.press("Cancel");
        sam.seeText(name);
        sam.press("No, go back");
        sam.press("Submit");
        sam.seeText("being placed");
        sam.seeText(name);
        sample.runJob(order);
        sam.see("#confirmation-page");
        sam.seeText(name);
        sam.open("/orders/" + order);
        sam.seeText(name);
        sam.open("/tasks/next?case=" + order);
        sam.press("Show the password once");
        sam.see("#password");
        sam.click("#noted");
        sam.press("OK");
        sam.see("#customers");
        sam.seeText(name);
        assertThat(sam.text("#customers summary strong")).isEqualTo(name);
        sam.screenshot("awkward-7-script-customers");
        sam.open("/resellers?text=" + domain);
        sam.seeText("<img src=x onerror=alert(2)> " + domain);

        // The next customer of the same name is warned of, by name.
        sam.open("/orders/" + sample.started(reseller) + "/details");
        sam.fill("[name='details.companyName']", name);
        sam.until("hear of the likely duplicate", () -> sam.text("#duplicates").contains(name));
        sam.screenshot("awkward-8-script-duplicate");

        assertThat(sam.complaints()).isEmpty();
    }
}
