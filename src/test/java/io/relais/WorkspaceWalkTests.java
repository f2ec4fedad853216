package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.SampleOrders;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The main job as a French sales agent does it in the pages of the workspace, with the reseller answering on a phone. */
@RelaisTest
class WorkspaceWalkTests {

    private static final Pattern LINK = Pattern.compile("\\S+(/partnership/[A-Za-z0-9_-]+)");

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @RegisterExtension
    final Browser phone = new Browser("phone", "fr");

    @Autowired
    private ApplicationContext context;

    private final String domain = SampleOrders.freshDomain();
    private final String reseller = "Nuées du Sud " + domain;
    private final String customer = "Librairie Garance " + domain;

    @Test
    void samInvitesAResellerWhoAcceptsAndGetsItsFirstCustomer() {
        sam.signIn("sam", "Relais-Demo-2026", "/");

        describesTheRequestToTheReseller();
        String link = sendsItWithItsLinkInIt();
        theResellerAuthorizesTheProviderOnAPhone(link);
        theResellerIsListedAsActive();

        entersTheDetailsOfTheResellersNewCustomer();
        choosesSubscriptionsOnceTheNumberOfLicensesIsRight();
        reviewsUpdatesAndSubmits();
        String password = revealsTheTemporaryPasswordOnce();
        saysOkOnlyAfterNotingIt();
        theCustomerIsListedUnderItsReseller(password);

        assertThat(sam.complaints()).isEmpty();
        assertThat(phone.complaints()).isEmpty();
    }

    // ---- from the request to the partnership

    private void describesTheRequestToTheReseller() {
        sam.press("Revendeurs indirects");
        sam.press("Demander un partenariat");
        sam.see("#details");
        sam.click("button[data-primary]");
        sam.seeText("Rien de ce que vous avez saisi n’est perdu");
        sam.seeText("Veuillez remplir ce champ.");
        sam.screenshot("workspace-1-describe");

        sam.fill("#company", reseller);
        sam.fill("#email", "direction@" + domain + ".example");
        sam.fill("#contact", "Rémi Revel");
        sam.click("button[data-primary]");
        sam.see("#send");
    }

    private String sendsItWithItsLinkInIt() {
        assertThat(sam.value("#subject")).isEqualTo("Demande de partenariat de Relais Distribution");
        String text = sam.value("#body");
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as("a personal link in " + text).isTrue();

        sam.fill("#body", "Bonjour Rémi, voici notre demande.");
        sam.press("OK, c’est envoyé");
        sam.seeText("Le lien personnel manque ou a été modifié");
        assertThat(sam.value("#body")).isEqualTo("Bonjour Rémi, voici notre demande.");
        sam.screenshot("workspace-2-link-missing");

        sam.press("Remettre le lien");
        sam.seeText("Le lien personnel est de nouveau dans le texte.");
        assertThat(sam.value("#body"))
                .startsWith("Bonjour Rémi, voici notre demande.")
                .contains(link.group());
        sam.screenshot("workspace-3-send");

        sam.press("Copier dans le Presse-papiers");
        sam.seeText("Copie notée");
        sam.press("OK, c’est envoyé");
        sam.seeText("Il n’y a plus rien à faire");
        sam.seeText("Copiée dans le Presse-papiers");
        sam.screenshot("workspace-4-sent");
        return link.group(1);
    }

    private void theResellerAuthorizesTheProviderOnAPhone(String link) {
        phone.resize(390, 844);
        phone.open(link);
        phone.seeText("Relais Distribution (ID partenaire 4300001, France) demande à " + reseller);
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out of a phone's screen")
                .isEqualTo(true);
        phone.screenshot("workspace-5-phone");

        phone.fill("#partnerId", String.valueOf(5400000 + Math.abs(domain.hashCode() % 99999)));
        phone.click("#enrolled");
        phone.click("#agreementSigned");
        phone.press("Autoriser le fournisseur indirect");
        phone.seeText("Cochez cette case pour autoriser le fournisseur.");
        phone.screenshot("workspace-6-phone-box");

        phone.click("#authorize");
        phone.press("Autoriser le fournisseur indirect");
        phone.seeText("Le partenariat est actif");
        phone.screenshot("workspace-7-phone-active");
    }

    private void theResellerIsListedAsActive() {
        sam.open("/resellers");
        sam.fill("#text", domain);
        sam.press("Afficher");
        sam.until("see one reseller", () -> sam.text("tbody").startsWith(reseller));
        assertThat(sam.text("tbody .badge")).isEqualTo("Actif");
        sam.screenshot("workspace-8-resellers");
    }

    // ---- from the reseller's row to its new customer

    private void entersTheDetailsOfTheResellersNewCustomer() {
        sam.press("Ajouter un nouveau client – " + reseller);
        sam.see("#details-page");
        assertThat(sam.text("#reseller option:checked")).startsWith(reseller);

        sam.fill("[name='details.companyName']", customer);
        sam.fill("[name='details.domainPrefix']", "kerval");
        sam.until("hear that the domain is taken", () -> sam.text("#domain-state")
                .contains("kerval.onmicrosoft.com est déjà pris"));
        sam.screenshot("workspace-9-domain-taken");
        sam.fill("[name='details.domainPrefix']", domain);
        sam.until("hear that the domain is free", () -> sam.text("#domain-state")
                .contains(domain + ".onmicrosoft.com est disponible"));

        sam.fill("[name='details.addressLine1']", "3 cours Mirabeau");
        sam.fill("[name='details.postalCode']", "1310");
        sam.fill("[name='details.city']", "Aix-en-Provence");
        for (String whose : new String[] {"details", "agreement"}) {
            sam.fill("[name='" + whose + ".firstName']", "Garance");
            sam.fill("[name='" + whose + ".lastName']", "Rey");
            sam.fill("[name='" + whose + ".email']", "garance@" + domain + ".example");
        }
        sam.press("Suivant : abonnements");
        sam.seeText("Rien de ce que vous avez saisi n’est perdu");
        assertThat(sam.see("[name='details.postalCode']").getDomAttribute("aria-invalid"))
                .isEqualTo("true");
        sam.screenshot("workspace-10-details-refused");

        sam.fill("[name='details.postalCode']", "13100");
        sam.press("Suivant : abonnements");
        sam.see("#subscriptions-page");
    }

    private void choosesSubscriptionsOnceTheNumberOfLicensesIsRight() {
        sam.fill("#text", "business basic" + Keys.ENTER);
        UUID offer = new SampleOrders(context)
                .offer(SampleOrders.BASIC, "P1Y", "annual")
                .offerId();
        sam.click("button[value='add:" + offer + "']");
        sam.see("#licenses-0");
        sam.screenshot("workspace-11-subscriptions");

        enterLicenses("0");
        sam.until("hear that 0 is too few", () -> sam.text("#licenses-note-0").contains("compris entre 1 et 300"));
        enterLicenses("abc");
        sam.until("hear that abc is no number", () -> sam.text("#licenses-note-0")
                .contains("Saisissez un nombre entier entre 1 et 300"));
        assertThat(sam.value("#licenses-0")).isEqualTo("abc");
        enterLicenses("301");
        sam.until(
                "hear that 301 is too many", () -> sam.text("#licenses-note-0").contains("compris entre 1 et 300"));
        assertThat(sam.value("#licenses-0")).isEqualTo("301");
        sam.screenshot("workspace-12-licenses-refused");

        assertThat(sam.text("#reseller-0 option:checked")).startsWith(reseller);
        enterLicenses("10");
        sam.see("#review-page");
    }

    private void enterLicenses(String number) {
        sam.fill("#licenses-0", number);
        sam.click("button[data-primary]");
    }

    private void reviewsUpdatesAndSubmits() {
        assertThat(sam.text("#review-page"))
                .contains(
                        customer, domain + ".onmicrosoft.com", "13100 Aix-en-Provence", "Microsoft 365 Business Basic");
        sam.screenshot("workspace-13-review");

        sam.click("button[aria-label='Mettre à jour les abonnements']");
        enterLicenses("12");
        sam.see("#review-page");
        assertThat(sam.text("#review-page td.num")).isEqualTo("12");

        sam.press("Envoyer");
        sam.seeText("La commande est en cours de passation");
        sam.screenshot("workspace-14-submitted");
        UUID order = UUID.fromString(sam.url().replaceAll(".*/orders/([0-9a-f-]{36}).*", "$1"));
        new SampleOrders(context).runJob(order);
        sam.see("#confirmation-page");
    }

    private String revealsTheTemporaryPasswordOnce() {
        assertThat(sam.text("#user-name")).isEqualTo("admin@" + domain + ".onmicrosoft.com");
        sam.screenshot("workspace-15-confirmation");
        sam.press("Afficher le mot de passe une seule fois");
        String password = sam.text("#password");
        assertThat(password).hasSizeGreaterThanOrEqualTo(16);

        sam.click("button[data-copy='#user-name']");
        sam.until("see that it is copied", () -> sam.text("button[data-copy='#user-name']")
                .equals("Copié"));
        sam.click("button[data-copy='#password']");
        sam.until("see that it is copied", () -> sam.text("button[data-copy='#password']")
                .equals("Copié"));
        sam.screenshot("workspace-16-revealed");
        assertThat(sam.text("#sign-in-address")).endsWith("/customer");
        sam.press("Masquer");
        sam.see("#password.relais-masked");
        assertThat(sam.text("[data-mask]")).isEqualTo("Afficher");
        sam.screenshot("workspace-17-masked");
        return password;
    }

    private void saysOkOnlyAfterNotingIt() {
        sam.press("OK");
        sam.see("#noted.is-invalid");
        assertThat(sam.text("#confirmation-page")).contains("Informations de configuration");
        sam.click("#noted");
        sam.press("OK");
        sam.see("#customers");
    }

    private void theCustomerIsListedUnderItsReseller(String password) {
        sam.seeText(customer + " figure maintenant dans votre liste de clients.");
        assertThat(sam.text("#reseller option:checked")).startsWith(reseller);
        assertThat(sam.text("#customers summary")).contains(customer, domain + ".onmicrosoft.com", reseller);
        sam.click("#customers summary");
        sam.screenshot("workspace-18-customers");
        sam.press("Ouvrir");
        sam.seeText("Compte d’administrateur");
        sam.screenshot("workspace-19-customer");
        sam.press("Historique");
        sam.seeText("Mot de passe temporaire affiché");
        assertThat(sam.text("body")).doesNotContain(password);
    }
}
