package io.relais.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.Browser;
import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import io.relais.partnership.PartnershipRequests;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A reseller enrolls, staff verify it, it chooses its password and signs in: in English, and in French on a phone. */
@RelaisTest
class EnrollmentWalkTests {

    private static final String DEMO_PASSWORD = "Relais-Demo-2026";
    private static final String PASSWORD = "Sept nuages au-dessus du lac";

    @RegisterExtension
    final Browser zoe = new Browser("zoe", "en");

    @RegisterExtension
    final Browser phone = new Browser("phone", "fr");

    @RegisterExtension
    final Browser sam = new Browser("sam", "en");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private PartnershipRequests requests;

    private final String domain = SampleOrders.freshDomain() + ".example";

    @Test
    void enrollsFromThePartnershipRequestAndSignsIn() {
        String email = "zoe@" + domain;
        String link = SampleOrders.as("sam", () -> SampleOrders.invited(requests, "Cloud Nine " + domain, email));
        zoe.open("/partnership/" + link + "?lang=en");
        zoe.press("Enroll; this request waits for you");
        assertThat(zoe.value("[name='details.legalName']")).isEqualTo("Cloud Nine " + domain);
        zoe.press("Enroll");
        zoe.see(".is-invalid");
        zoe.screenshot("enrollment-1-refused");
        declare(zoe, "BE", "1000", "Bruxelles");
        zoe.choose("[name='details.language']", "en");
        zoe.click("#authorize");
        zoe.press("Enroll");
        zoe.seeText("We have written to " + email);
        zoe.screenshot("enrollment-2-sent");

        zoe.open(link(email, "/reseller/public/enroll/"));
        zoe.press("Confirm");
        zoe.press("Accept the agreement");
        zoe.seeText("Tick this box");
        zoe.screenshot("enrollment-3-agreement");
        zoe.click("#agree");
        zoe.press("Accept the agreement");
        zoe.seeText("We look at your enrollment");
        zoe.screenshot("enrollment-4-in-verification");

        sam.signIn("sam", DEMO_PASSWORD, "/enrollments?text=" + domain);
        sam.screenshot("enrollment-5-list");
        sam.press("Cloud Nine " + domain);
        sam.screenshot("enrollment-6-enrollment");
        sam.press("Verify the reseller");
        sam.press("Claim and open");
        sam.seeText("What speaks for it and against it");
        sam.screenshot("enrollment-7-verify");
        sam.press("Approve");
        sam.click(".relais-dialog [value=yes]");
        sam.open("/resellers?text=" + domain);
        assertThat(sam.text("tbody .badge")).isEqualTo("Active");
        assertThat(sam.complaints()).isEmpty();

        zoe.open(link(email, "/reseller/public/enroll/"));
        zoe.seeText("Your company is enrolled");
        zoe.seeText("The partnership with Relais Distribution is active.");
        zoe.screenshot("enrollment-8-approved");
        choosesPassword(zoe, email);
        assertThat(zoe.complaints()).isEmpty();
    }

    @Test
    void enrollsInFrenchOnAPhoneAndIsVerifiedInTasklist() {
        String email = "ines@" + domain;
        phone.resize(390, 844);
        phone.open("/reseller/public/enroll");
        phone.seeText("S’inscrire comme revendeur indirect");
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out of a phone's screen")
                .isEqualTo(true);
        phone.screenshot("enrollment-phone-1-form");
        // The country's fields are on their way while the person goes on typing.
        phone.run("const country = document.getElementById('details.country'); country.dataset.before = 'yes';"
                + "country.value = 'FR'; country.dispatchEvent(new Event('change', {bubbles: true}));"
                + "document.getElementById('details.legalName').value = 'Entre-temps';");
        phone.until(
                "have the country's fields",
                () -> phone.run("return !document.getElementById('details.country').dataset.before"));
        assertThat(phone.value("[name='details.legalName']")).isEqualTo("Entre-temps");
        phone.fill("[name='details.legalName']", "Nuée Neuve " + domain);
        phone.fill("[name='details.email']", email);
        phone.fill("[name='details.firstName']", "Inès");
        phone.fill("[name='details.lastName']", "Garnier");
        declare(phone, "FR", "75002", "Paris");
        phone.press("S’inscrire");
        phone.seeText("Consultez votre messagerie");

        phone.open(link(email, "/reseller/public/enroll/"));
        phone.press("Confirmer");
        phone.screenshot("enrollment-phone-2-agreement");
        phone.click("#agree");
        phone.press("Accepter le contrat");
        phone.seeText("Nous étudions votre inscription");
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
        phone.screenshot("enrollment-phone-3-in-verification");

        String task = context.getBean(org.camunda.bpm.engine.TaskService.class)
                .createTaskQuery()
                .processVariableValueEquals("resellerName", "Nuée Neuve " + domain)
                .singleResult()
                .getId();
        sam.signIn("sam", DEMO_PASSWORD, "/tasks");
        sam.open("/camunda/app/tasklist/default/#/?task=" + task);
        sam.click("[cam-tasklist-task-meta] .claim");
        sam.see(".relais-form #verify");
        sam.screenshot("enrollment-tasklist");
        sam.click(".form-actions .btn-primary:not(.disabled)");
        sam.click(".relais-dialog [value=yes]");
        sam.seeText("Nothing else in this case waits for you.");

        choosesPassword(phone, email);
        assertThat(phone.complaints()).isEmpty();
    }

    private void declare(Browser browser, String country, String postalCode, String city) {
        browser.fill("[name='details.partnerId']", SampleEnrollments.freshPartnerId());
        browser.choose("[name='details.country']", country);
        browser.until(
                "the fields of the country", () -> browser.text("#details").contains(postalCode.substring(0, 2)));
        browser.fill("[name='details.addressLine1']", "Rue Neuve 1");
        browser.fill("[name='details.postalCode']", postalCode);
        browser.fill("[name='details.city']", city);
        browser.fill("[name='details.supportEmail']", "aide@" + domain);
        browser.fill("[name='details.supportPhone']", "+32 2 123 45 67");
        browser.fill("[name='details.supportWebsite']", "https://www." + domain);
    }

    private void choosesPassword(Browser browser, String email) {
        browser.open(link(email, "/reseller/public/password/"));
        browser.fill("[name=password]", PASSWORD);
        browser.fill("[name=repeated]", PASSWORD);
        browser.click("main form button");
        browser.see("[name=username]");
        browser.fill("[name=username]", email);
        browser.fill("[name=password]", PASSWORD);
        browser.click("main form button");
        browser.until("signed in", () -> !browser.url().contains("/login"));
        // A phone has no room to show it.
        assertThat(browser.until(
                        "the name", () -> browser.run("return document.querySelector('.relais-name').textContent")))
                .isEqualTo(email);
    }

    /** The personal link that was mailed, as a path of this application. */
    private String link(String email, String path) {
        Pattern link = Pattern.compile(Pattern.quote(path) + "[A-Za-z0-9_-]+");
        return new SampleEnrollments(context)
                .mails(email).stream()
                        .map(link::matcher)
                        .filter(Matcher::find)
                        .findFirst()
                        .orElseThrow()
                        .group();
    }
}
