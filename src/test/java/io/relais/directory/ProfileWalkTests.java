package io.relais.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.Browser;
import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sam asks in French; ada asks back in Tasklist and approves on the page; somebody finds the provider on a phone. */
@RelaisTest
class ProfileWalkTests {

    private static final String PASSWORD = "Relais-Demo-2026";
    private static final String TASKLIST = "/camunda/app/tasklist/default/";

    @RegisterExtension
    final Browser sam = new Browser("sam", "fr");

    @RegisterExtension
    final Browser ada = new Browser("ada", "en");

    @RegisterExtension
    final Browser phone = new Browser("phone", "fr");

    @Autowired
    Directory directory;

    @Autowired
    TaskService taskService;

    @Autowired
    ManagementService managementService;

    @Autowired
    JdbcTemplate database;

    @TempDir
    Path folder;

    private final String name =
            "Relais Atlantique " + UUID.randomUUID().toString().substring(0, 6);

    @BeforeEach
    void nothingIsUnderReview() {
        ProfileChangeScenarios.closeAll(directory, managementService, database);
        SampleOrders.asNobody();
    }

    @Test
    void aChangeIsAskedForReviewedAndPublished() throws Exception {
        sam.signIn("sam", PASSWORD, "/company-profile");
        sam.screenshot("directory-1-profile");
        sam.press("Demander une modification");
        sam.see("#describe-profile");
        sam.fill("#name", "R");
        sam.see("#file")
                .sendKeys(Files.write(
                                folder.resolve("logo.svg"),
                                Pictures.svg("<rect width=\"40\" height=\"20\" rx=\"4\" fill=\"#1d4ed8\"/>"
                                        + "<circle cx=\"12\" cy=\"10\" r=\"6\" fill=\"#fde68a\"/>"))
                        .toString());
        sam.click("[data-primary]");
        sam.seeText("Entre 2 et 100 caractères");
        sam.see("img.relais-logo");
        sam.screenshot("directory-2-refused");
        sam.fill("#name", name);
        sam.click("[data-primary]");
        sam.seeText("attend un examinateur");
        sam.screenshot("directory-3-submitted");

        UUID change = directory.open().orElseThrow().id();
        String number = directory.open().orElseThrow().number();
        adaAsksInTasklist(change, number);

        sam.open("/company-profile/requests/" + change + "/answer");
        sam.seeText("Is this the new name?");
        sam.screenshot("directory-5-answer");
        sam.fill("#note", "Oui, depuis lundi.");
        sam.click("[data-primary]");
        sam.seeText("est en cours d’examen");

        ada.open("/company-profile/requests/" + change + "/review");
        ada.seeText("Oui, depuis lundi.");
        ada.click("#decision-APPROVE");
        ada.screenshot("directory-6-review");
        ada.click("[data-primary]");
        ada.seeText("will be public in a moment");
        phone.resize(390, 844);
        phone.open("/find-a-provider");
        assertThat(phone.text("body")).doesNotContain(name);
        closePublication(change);

        phone.open("/find-a-provider");
        phone.seeText(name);
        phone.see("img.relais-logo");
        phone.screenshot("directory-7-phone");
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
        phone.choose("#country", "MT");
        phone.press("Rechercher");
        phone.seeText("Aucun fournisseur pour ce pays : Malte.");
        phone.open("/find-a-provider?lang=en&country=MT");
        phone.seeText("No provider for this country: Malta.");
        phone.screenshot("directory-8-phone-none");
        for (Browser browser : new Browser[] {sam, ada, phone}) {
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void adaAsksInTasklist(UUID change, String number) {
        String task = review(change);
        taskService.claim(task, "ada");
        ada.signIn("ada", PASSWORD, "/company-profile");
        ada.open(TASKLIST + "#/?task=" + task + "&forceDisplayTask=true");
        ada.seeText("Approve: it is published");
        ada.seeText(name);
        ada.screenshot("directory-4-tasklist");
        assertThat(ada.text("[cam-tasklist-task]")).contains(number, "sam", "Compare both versions");
        assertThat(ada.run("return document.querySelector('.fjs-container a').href"))
                .asString()
                .endsWith("/company-profile/requests/" + change);

        for (String sent : new String[] {
            "{}",
            "{\"decision\":{\"value\":\"PUBLISH\"}}",
            "{\"decision\":{\"value\":\"REFUSE\"}}",
            "{\"decision\":{\"value\":true,\"type\":\"Boolean\"}}"
        }) {
            assertThat(submitted(task, sent)).as(sent).isGreaterThanOrEqualTo(400L);
        }
        assertThat(directory.find(change).orElseThrow().state()).isEqualTo(ChangeState.IN_REVIEW);

        ada.run("document.querySelectorAll('.fjs-container input[type=radio]')[1].click()");
        ada.run("document.querySelectorAll('.fjs-container textarea')[1].scrollIntoView()");
        ada.fill(".fjs-container textarea:not([disabled])", "Is this the new name?");
        ada.screenshot("directory-4-tasklist-filled");
        ada.click(".form-actions .btn-primary:not(.disabled)");
        ada.until("the decision", () -> directory.find(change).orElseThrow().state() == ChangeState.INFO_REQUESTED);
    }

    /** Completes the task by Tasklist's own call, past the form, and returns what it was answered. */
    private long submitted(String task, String variables) {
        ada.run(
                "window.answered = null; fetch('/camunda/api/engine/engine/default/task/' + arguments[0] + '/submit-form',"
                        + " {method: 'POST', headers: {'Content-Type': 'application/json', 'X-XSRF-TOKEN':"
                        + " document.cookie.match(/XSRF-TOKEN=([^;]+)/)[1]}, body: '{\"variables\":' + arguments[1] + '}'})"
                        + ".then(answer => { window.answered = answer.status; })",
                task,
                variables);
        return ada.until("an answer", () -> (Long) ada.run("return window.answered"));
    }

    private void closePublication(UUID change) {
        ProfileChangeScenarios.closeAll(directory, managementService, database);
        assertThat(directory.find(change).orElseThrow().state()).isEqualTo(ChangeState.PUBLISHED);
        SampleOrders.asNobody();
    }

    private String review(UUID change) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(change.toString())
                .taskDefinitionKey(ProfileChangeProcess.STEP_REVIEW)
                .singleResult()
                .getId();
    }
}
