package io.relais.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.Browser;
import io.relais.RelaisTest;
import java.util.concurrent.ThreadLocalRandom;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** The two jobs of the sales staff, done in Camunda Tasklist only. */
@RelaisTest
class TasklistWalkTests {

    private static final String PASSWORD = "Relais-Demo-2026";
    private static final String TASKLIST = "/camunda/app/tasklist/default/";
    private static final String MAIN = ".form-actions .btn-primary:not(.disabled)";

    @RegisterExtension
    final Browser browser = new Browser("sofia", "en");

    @RegisterExtension
    final Browser french = new Browser("french", "fr");

    @Autowired
    private TaskService taskService;

    @Autowired
    private RuntimeService runtimeService;

    @Autowired
    private ManagementService managementService;

    private final String mark = String.valueOf(ThreadLocalRandom.current().nextInt(100_000, 1_000_000));

    @Test
    void opensACustomerAccountAndOrdersForIt() {
        String company = "Walk <script>alert(1)</script> {{7*7}} " + mark;
        start(browser, "Order for a new customer", "Start");

        browser.see(".relais-form #details-page");
        browser.click(MAIN);
        browser.see(".relais-form .has-error");
        assertThat(browser.focused().getDomAttribute("role")).isEqualTo("alert");
        browser.screenshot("tasklist-1-details-refused");

        browser.choose("[name='details.country']", "FR");
        browser.until("French postal codes", () -> browser.text("#details").contains("75008"));
        browser.fill("[name='details.companyName']", company);
        browser.fill("[name='details.domainPrefix']", "walk" + mark);
        browser.seeText("walk" + mark + ".onmicrosoft.com is free");
        browser.fill("[name='details.addressLine1']", "1 rue de la Paix");
        browser.fill("[name='details.postalCode']", "75002");
        browser.fill("[name='details.city']", "Paris");
        for (String person : new String[] {"details", "agreement"}) {
            browser.fill("[name='" + person + ".firstName']", "Zoé");
            browser.fill("[name='" + person + ".lastName']", "Martin");
            browser.fill("[name='" + person + ".email']", "zoe@walk.example");
        }
        browser.click(MAIN);

        browser.see(".relais-form #subscriptions-page");
        assertThat(browser.text("[cam-tasklist-task] h2")).contains(company);
        browser.fill("#text", "Exchange Online (Plan 1)");
        browser.click("#find");
        browser.seeNo(".relais-offers li:nth-child(10)");
        browser.click(".relais-offers button:not([disabled])");
        browser.see(".relais-line");
        browser.fill(".relais-line input[inputmode=numeric]", "abc");
        browser.click(MAIN);
        browser.see(".relais-line .has-error");
        assertThat(browser.value(".relais-line input[inputmode=numeric]")).isEqualTo("abc");
        browser.screenshot("tasklist-2-subscriptions-refused");
        browser.fill(".relais-line input[inputmode=numeric]", "5");
        browser.click(MAIN);

        browser.see(".relais-form #review-page");
        assertThat(browser.text(MAIN)).isEqualTo("Submit");
        browser.screenshot("tasklist-3-review");
        browser.click(MAIN);
        browser.seeText("Being processed.");
        engineWorksOn(company);

        browser.see(".relais-form #confirmation-page");
        browser.click(".relais-credential [formaction]");
        assertThat(browser.text("#password")).hasSizeGreaterThanOrEqualTo(16);
        browser.screenshot("tasklist-4-confirmation");
        browser.click("#noted");
        browser.click(MAIN);

        browser.seeText("Nothing else in this case waits for you.");
        browser.screenshot("tasklist-5-done");
        assertThat(browser.complaints()).isEmpty();
        browser.open("/customers?text=walk" + mark);
        assertThat(browser.text("#customers summary")).contains(company, "walk" + mark + ".onmicrosoft.com");
    }

    @Test
    void asksAResellerForAPartnershipInFrench() {
        start(french, "Demander un partenariat", "Démarrer");

        french.see(".relais-form #details");
        french.fill("[name=company]", "Marche " + mark);
        french.fill("[name=email]", "marche" + mark + "@marche.example");
        french.fill("[name=contact]", "Zoé Martin");
        french.choose("[name=country]", "FR");
        french.click(MAIN);

        french.see(".relais-form #send");
        assertThat(french.text("[cam-tasklist-task] h2"))
                .isEqualTo("Envoyer la demande de partenariat – Marche " + mark);
        assertThat(french.text("[cam-tasklist-task] .definition-name")).isEqualTo("Demander un partenariat");
        french.until("the names in the list", () -> french.text("[cam-tasks]")
                .contains("Envoyer la demande de partenariat – Marche " + mark));
        assertThat(french.text("[cam-tasks]")).contains("Revendeur:").doesNotContain("Reseller");
        assertThat(french.text("[cam-tasklist-filters]"))
                .contains("Mes tâches", "Tâches de mon groupe", "Toutes les tâches de mes groupes");
        french.fill("[name=body]", "Sans lien");
        french.click(MAIN);
        french.see("button[value=restore]");
        french.screenshot("tasklist-6-send-refused");
        french.click("button[value=restore]");
        french.until("the link is back", () -> french.value("[name=body]").contains("/partnership/"));
        french.click("button[value=copy]");
        french.seeText("Copie notée");
        french.click(MAIN);

        french.seeText("Rien d’autre ne vous attend dans ce dossier.");
        assertThat(french.complaints()).isEmpty();
        french.open("/resellers?text=marche" + mark);
        assertThat(french.text("tbody .badge")).isEqualTo("Invité");
    }

    @Test
    void showsTheFormOnceTheTaskIsClaimed() {
        start(browser, "Request a partnership", "Start");
        browser.see(".relais-form #details");
        Task task = taskService
                .createTaskQuery()
                .taskAssignee("sofia")
                .orderByTaskCreateTime()
                .desc()
                .list()
                .get(0);
        taskService.setAssignee(task.getId(), null);

        browser.open("/tasks");
        browser.open(TASKLIST + "#/?task=" + task.getId());
        browser.seeText("Nobody holds this task");
        browser.seeNo(MAIN);
        browser.click("[cam-tasklist-task-meta] .claim");

        browser.see(".relais-form #details");
        browser.see(MAIN);
    }

    /** In tests no job runs by itself. */
    private void engineWorksOn(String company) {
        String instance = runtimeService
                .createProcessInstanceQuery()
                .variableValueEquals("companyName", company)
                .singleResult()
                .getId();
        managementService
                .createJobQuery()
                .processInstanceId(instance)
                .messages()
                .list()
                .forEach(job -> managementService.executeJob(job.getId()));
    }

    private static void start(Browser browser, String process, String button) {
        browser.signIn("sofia", PASSWORD, TASKLIST);
        browser.click(".start-process-action a");
        browser.seeAtRest(".modal-dialog");
        browser.press(process);
        browser.see("form.relais-start");
        assertThat(browser.text(".modal-footer .btn-primary")).isEqualTo(button);
        browser.click(".modal-footer .btn-primary");
    }
}
