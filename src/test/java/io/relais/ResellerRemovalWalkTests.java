package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.SampleOrders;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The end of a partnership, as a French sales agent brings it about in the pages of the workspace. */
@RelaisTest
class ResellerRemovalWalkTests {

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @Autowired
    private ApplicationContext context;

    private final String mark = SampleOrders.freshDomain();
    private final String company = "Étape Sud " + mark;
    private final String heir = "Relève Nord " + mark;
    private final String customer = "Librairie " + mark;

    @Test
    void samSuspendsAResellerAndThenGivesItsCustomerToAnotherAndRemovesThePartnership() {
        SampleOrders.as("sam");
        SampleOrders samples = new SampleOrders(context);
        UUID reseller = samples.activeReseller(company);
        samples.activeReseller(heir);
        samples.placed(customer, SampleOrders.freshDomain(), reseller);
        SampleOrders.asNobody();
        sam.signIn("sam", "Relais-Demo-2026", "/resellers?text=" + mark);

        sam.press(company);
        sam.seeText("Région CSP");
        sam.press("Vérifier la conformité");
        sam.click("#change-SET_SUSPENDED");
        sam.press("Enregistrer la vérification");
        sam.seeText("Indiquez un motif.");
        sam.fill("#reason", "Factures impayées");
        sam.press("Enregistrer la vérification");
        sam.seeText("Rien de nouveau avec ce revendeur pour l’instant");
        sam.seeText("Factures impayées");
        sam.screenshot("removal-1-suspended");

        sam.press("Supprimer le partenariat");
        sam.seeText(customer);
        sam.click("#give-customers");
        sam.press("Supprimer le partenariat");
        sam.seeText("Choisissez un autre revendeur, partenaire actif.");
        sam.screenshot("removal-2-refused");
        if (sam.run("return !!document.querySelector('#find-heir-customers')").equals(true)) {
            sam.fill("#find-heir-customers", "releve nord " + mark);
            sam.until("find the heir", () -> sam.text("#heir-customers-found").contains("1"));
        }
        Object value = sam.until(
                "see the heir",
                () -> sam.run("return [...document.querySelectorAll('#heir-customers option')]"
                        + ".filter(one => one.textContent.startsWith('" + heir + "')).map(one => one.value)[0]"));
        sam.choose("#heir-customers", (String) value);
        sam.fill("#reason", "Contrat terminé");
        sam.fill("#confirmation", "etape sud " + mark);
        sam.screenshot("removal-3-filled-in");
        sam.click("[data-primary]");

        sam.seeText("Le partenariat est supprimé.");
        sam.seeText("Motif : Contrat terminé");
        sam.seeText("1 → " + heir);
        sam.screenshot("removal-4-removed");
        sam.open("/resellers?text=" + mark);
        assertThat(sam.text("tbody")).contains(heir).doesNotContain(company);
        sam.open("/resellers?state=REMOVED&text=" + mark);
        assertThat(sam.text("tbody")).contains(company);
        assertThat(sam.complaints()).isEmpty();
    }
}
