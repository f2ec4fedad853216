package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.SampleOrders;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Staff ask a company that exists already, together with a reseller; its administrator answers, in French. */
@RelaisTest
class RelationshipWalkTests {

    private static final String MAIN = ".form-actions .btn-primary:not(.disabled)";
    private static final Pattern LINK = Pattern.compile("\\S+(/relationship/[A-Za-z0-9_-]+)");

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @RegisterExtension
    final Browser phone = new Browser("phone", "fr");

    @RegisterExtension
    final Browser sofia = new Browser("sofia", "fr");

    @Autowired
    private ApplicationContext context;

    private final String domain = SampleOrders.freshDomain();
    private final String company = "Chocolaterie Lumière " + domain;

    @Test
    void samAsksACompanyWhoseAdministratorAcceptsProviderAndResellerOnAPhone() {
        UUID reseller = new SampleOrders(context).activeReseller("Nuées du Nord " + domain);
        sam.signIn("sam", "Relais-Demo-2026", "/customers");
        sam.press("Demander une relation de revendeur");
        sam.see("#details");
        sam.click("button[data-primary]");
        sam.seeText("Veuillez remplir ce champ.");
        sam.fill("#company", company);
        sam.fill("#email", "zoe@" + domain + ".example");
        sam.fill("#contact", "Zoé Lumière");
        chooseTheReseller(sam, reseller);
        sam.click("#delegatedAdministration");
        sam.screenshot("relationship-1-describe");
        sam.click("button[data-primary]");
        sam.see("#send");
        Matcher link = LINK.matcher(sam.value("#body"));
        assertThat(link.find()).isTrue();
        sam.press("OK, c’est envoyé");
        sam.seeText("Il n’y a plus rien à faire");

        theAdministratorAccepts(link.group(1));

        sam.open("/customers?text=" + domain);
        sam.seeText(company);
        sam.seeText("Nuées du Nord " + domain);
        sam.open("/relationship-requests");
        sam.seeText("Acceptée");
        sam.screenshot("relationship-4-list");
        assertThat(sam.complaints()).isEmpty();
        assertThat(phone.complaints()).isEmpty();
    }

    @Test
    void sofiaAsksACompanyInTasklistOnlyWhoseAdministratorAccepts() {
        UUID reseller = new SampleOrders(context).activeReseller("Nuées du Nord " + domain);
        sofia.signIn("sofia", "Relais-Demo-2026", "/camunda/app/tasklist/default/");
        sofia.click(".start-process-action a");
        sofia.seeAtRest(".modal-dialog");
        sofia.press("Demander une relation de revendeur");
        sofia.see("form.relais-start");
        assertThat(sofia.text(".modal-footer .btn-primary")).isEqualTo("Démarrer");
        sofia.screenshot("relationship-tasklist-1-start");
        sofia.click(".modal-footer .btn-primary");

        sofia.see(".relais-form #details");
        sofia.click(MAIN);
        sofia.see(".relais-form .has-error");
        assertThat(sofia.focused().getDomAttribute("role")).isEqualTo("alert");
        sofia.screenshot("relationship-tasklist-2-describe-refused");
        sofia.fill("#company", company);
        sofia.fill("#email", "zoe@" + domain + ".example");
        sofia.fill("#contact", "Zoé Lumière");
        sofia.choose("#country", "FR");
        chooseTheReseller(sofia, reseller);
        sofia.click("#delegatedAdministration");
        sofia.screenshot("relationship-tasklist-3-describe");
        sofia.click(MAIN);

        sofia.see(".relais-form #send");
        assertThat(sofia.text("[cam-tasklist-task] h2")).contains(company).startsWith("Envoyer");
        assertThat(sofia.text("[cam-tasklist-task] .definition-name")).isEqualTo("Demander une relation de revendeur");
        Matcher link = LINK.matcher(sofia.value("#body"));
        assertThat(link.find()).isTrue();
        sofia.click("button[value=copy]");
        sofia.seeText("Copie notée");
        sofia.screenshot("relationship-tasklist-4-send");
        sofia.click(MAIN);
        sofia.seeText("Rien d’autre ne vous attend dans ce dossier.");
        sofia.screenshot("relationship-tasklist-5-done");

        theAdministratorAccepts(link.group(1));

        sofia.open("/customers?text=" + domain);
        assertThat(sofia.text("#customers summary")).contains(company, "Nuées du Nord " + domain);
        sofia.screenshot("relationship-tasklist-6-customers");
        assertThat(sofia.complaints()).isEmpty();
        assertThat(phone.complaints()).isEmpty();
    }

    /** Among many resellers one is searched for first. */
    private void chooseTheReseller(Browser browser, UUID reseller) {
        if (browser.run("return !!document.querySelector('#find-reseller')").equals(true)) {
            browser.fill("#find-reseller", "nuees du nord " + domain);
            browser.until(
                    "find the reseller", () -> browser.text("#reseller-found").contains("1"));
        }
        browser.choose("#reseller", reseller.toString());
    }

    private void theAdministratorAccepts(String link) {
        phone.resize(390, 844);
        phone.open(link);
        phone.seeText("Demande de relation de Relais Distribution et Nuées du Nord " + domain);
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out of a phone's screen")
                .isEqualTo(true);
        phone.screenshot("relationship-2-phone");
        phone.press("Accepter");
        phone.seeText("Cochez cette case pour accepter.");
        // Another country has other fields; what was typed stays.
        phone.fill("[name='details.domainPrefix']", domain);
        phone.choose("[name='details.country']", "BE");
        phone.until("the fields of Belgium", () -> phone.value("[name='details.culture']")
                .endsWith("-BE"));
        assertThat(phone.value("[name='details.domainPrefix']")).isEqualTo(domain);
        phone.fill("[name='details.addressLine1']", "Rue Neuve 1");
        phone.fill("[name='details.postalCode']", "1000");
        phone.fill("[name='details.city']", "Bruxelles");
        phone.fill("[name=otherDomains]", domain + ".example");
        phone.click("#accept");
        phone.press("Accepter");
        phone.seeText("La relation est établie");
        phone.screenshot("relationship-3-phone-established");
    }
}
