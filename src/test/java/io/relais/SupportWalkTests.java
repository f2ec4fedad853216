package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.order.SampleOrders;
import io.relais.security.Side;
import io.relais.subscription.SampleSubscriptions;
import io.relais.support.SampleSupport;
import io.relais.support.SupportFilter;
import io.relais.support.SupportRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A support request on its way: from a phone in French to a reseller in English, and to staff in the workspace and in Tasklist. */
@RelaisTest
class SupportWalkTests {

    private static final String PASSWORD = "Vingt-deux-pommes-2031";
    private static final String MAIN = "[cam-tasklist-task] .form-actions .btn-primary";

    @RegisterExtension
    final Browser phone = new Browser("customer", "fr");

    @RegisterExtension
    final Browser agent = new Browser("agent", "en");

    @RegisterExtension
    final Browser hal = new Browser("hal", "en");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcTemplate database;

    @TempDir
    Path folder;

    private SampleSupport sample;

    @BeforeEach
    void people() {
        sample = new SampleSupport(context);
        account(Side.RESELLER, sample.reseller, sample.resellers.name());
        account(Side.CUSTOMER, sample.customer, "claire@" + sample.name + ".example");
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    private void account(Side side, UUID party, String name) {
        UUID id = context.getBean(Accounts.class)
                .open(side, party, name, new Holder("Claire", "Dubois", name, "fr"), true, "system");
        database.update(
                "update account set password_hash = ? where id = ?",
                context.getBean(PasswordEncoder.class).encode(PASSWORD),
                id);
    }

    @Test
    void goesFromThePhoneToTheResellerAndBackAndToStaff() {
        UUID subscription = sample.supportedSubscription();
        phone.resize(390, 844);
        phone.signIn("claire@" + sample.name + ".example", PASSWORD, "/customer/support-requests");
        phone.seeText("Il n’y a aucune demande de support.");
        phone.press("Ouvrir une demande de support");
        phone.click("button[data-primary]");
        phone.seeText("Veuillez remplir ce champ.");
        phone.fill("#title", "Plus de courrier");
        phone.choose("#subscription", subscription.toString());
        phone.choose("#category", "SERVICE");
        phone.choose("#severity", "CRITICAL");
        phone.fill("#text", "Depuis ce matin, personne ne reçoit rien.");
        noWiderThanThePhone();
        phone.screenshot("support-1-phone-new");
        phone.click("button[data-primary]");
        phone.seeText("Votre demande de support est ouverte.");
        phone.seeText("Helfer " + sample.name);
        noWiderThanThePhone();
        phone.screenshot("support-2-phone-request");
        UUID id = requests().get(0);

        agent.signIn(sample.resellers.name(), PASSWORD, "/reseller/support-requests");
        agent.seeText("Plus de courrier");
        agent.screenshot("support-3-reseller-list");
        agent.press(sample.card(id).label());
        agent.fill("#text", "A license had ended. It works again.");
        agent.screenshot("support-4-reseller-request");
        agent.press("Send as the solution");
        agent.seeText("The request is resolved.");

        phone.open("/customer/support-requests/" + id);
        phone.seeText("A license had ended.");
        phone.fill("#text", "Toujours rien.");
        phone.press("Rouvrir");
        phone.seeText("La demande est de nouveau ouverte.");

        sample.timer(id, "BoundaryEvent_AnswerOverdue");
        ClockUtil.reset();
        agent.open("/reseller/support-requests/" + id);
        agent.seeText("Not answered by Helfer " + sample.name + " in time");

        hal.signIn("hal", "Relais-Demo-2026", "/support-requests?customer=" + sample.customer);
        hal.screenshot("support-5-staff-list");
        hal.press(sample.card(id).label());
        hal.screenshot("support-6-staff-request");
        hal.press("Answer");
        hal.press("Claim and open");
        hal.see("#support-answer");
        hal.fill("#text", "Which mailboxes?");
        hal.screenshot("support-7-staff-answer");
        hal.press("Done");
        hal.seeText("Which mailboxes?");
        hal.see("#support-request");

        phone.open("/customer/support-requests/" + id);
        phone.seeText("Which mailboxes?");
        phone.fill("#text", "Toutes.");
        phone.press("Envoyer");
        phone.seeText("Envoyé.");

        inTasklist(id);

        phone.open("/customer/support-requests/" + id);
        phone.seeText("All mailboxes are back.");
        phone.press("C’est résolu : clore");
        phone.see("dialog[open]");
        phone.click("dialog[open] .btn-primary, dialog[open] button[value=yes]");
        phone.seeText("La demande est close.");
        assertThat(sample.at(id)).isEmpty();
        assertThat(phone.complaints()).isEmpty();
        assertThat(agent.complaints()).isEmpty();
        assertThat(hal.complaints()).isEmpty();
    }

    @Test
    void findsOneOfVeryManySubscriptionsAndKeepsTheChosenFiles() throws IOException {
        UUID one = sample.supportedSubscription();
        database.update("update subscription set nickname = 'The wanted one' where id = ?", one);
        SampleSubscriptions subscriptions = new SampleSubscriptions(context);
        for (int many = 0; many < 51; many++) {
            subscriptions.start(sample.customer, SampleOrders.PREMIUM, "P1Y", "annual", 1, null);
        }
        agent.signIn(sample.resellers.name(), PASSWORD, "/reseller/support-requests/new?customer=" + sample.customer);
        agent.fill("#title", "No mail");
        agent.see("#files")
                .sendKeys(Files.writeString(folder.resolve("what-it-says.txt"), "Mailbox unavailable")
                        .toString());
        agent.fill("#find", "nothing of that name");
        agent.see("#find").sendKeys(Keys.ENTER);
        agent.seeText("None is found");
        agent.fill("#find", "wanted");
        agent.click("#find-subscription");
        agent.seeText("One is found");
        agent.screenshot("support-10-reseller-found");
        agent.choose("#subscription", one.toString());
        agent.fill("#find", "premium");
        agent.click("#find-subscription");
        agent.seeText("There are more than");
        assertThat(agent.value("#subscription"))
                .as("what was chosen stays chosen")
                .isEqualTo(one.toString());
        assertThat(agent.value("#title")).isEqualTo("No mail");
        agent.choose("#category", "SERVICE");
        agent.fill("#text", "Nobody gets any.");
        agent.click("button[data-primary]");
        agent.seeText("The wanted one");
        agent.seeText("what-it-says.txt");
        assertThat(agent.complaints()).isEmpty();
    }

    private void inTasklist(UUID id) {
        String task = context.getBean(TaskService.class)
                .createTaskQuery()
                .processInstanceBusinessKey(id.toString())
                .singleResult()
                .getId();
        hal.open("/camunda/app/tasklist/default/#/?task=" + task + "&forceDisplayTask=true");
        hal.press("Claim");
        hal.see(".relais-form #support-answer");
        hal.click(MAIN);
        hal.see(".relais-form .has-error");
        hal.click(".relais-form #action-resolve");
        hal.fill(".relais-form #text", "All mailboxes are back.");
        hal.screenshot("support-8-tasklist");
        hal.click(MAIN);
        hal.seeText("is resolved. The customer has been written to.");
        hal.screenshot("support-9-tasklist-done");
    }

    private List<UUID> requests() {
        return context
                .getBean(SupportRequests.class)
                .list(sample.customers, SupportFilter.ALL, null, null, 5)
                .rows()
                .stream()
                .map(card -> card.id())
                .toList();
    }

    private void noWiderThanThePhone() {
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out of a phone's screen")
                .isEqualTo(true);
    }
}
