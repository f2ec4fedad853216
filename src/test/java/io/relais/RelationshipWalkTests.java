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

/** Staff ask a company that exists already, together with a reseller; its administrator answers on a phone, in French. */
@RelaisTest
class RelationshipWalkTests {

    private static final Pattern LINK = Pattern.compile("\\S+(/relationship/[A-Za-z0-9_-]+)");

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @RegisterExtension
    final Browser phone = new Browser("phone", "fr");

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
        if (sam.run("return !!document.querySelector('#find-reseller')").equals(true)) {
            sam.fill("#find-reseller", "nuees du nord " + domain);
            sam.until("find the reseller", () -> sam.text("#reseller-found").contains("1"));
        }
        sam.choose("#reseller", reseller.toString());
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
