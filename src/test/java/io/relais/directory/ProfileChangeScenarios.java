package io.relais.directory;

import static io.relais.directory.ProfileChangeProcess.KEY;
import static io.relais.directory.ProfileChangeProcess.STEP_ANSWER;
import static io.relais.directory.ProfileChangeProcess.STEP_DESCRIBE;
import static io.relais.directory.ProfileChangeProcess.STEP_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.mail.Outbox;
import io.relais.order.SampleOrders;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.TaskNotHeldException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.ObjectError;

/** Every path of a change of the company profile, as requester and reviewer walk it. */
abstract class ProfileChangeScenarios {

    @Autowired
    private Outbox outbox;

    @Autowired
    Directory directory;

    @Autowired
    TaskService taskService;

    @Autowired
    FormService formService;

    @Autowired
    RuntimeService runtimeService;

    @Autowired
    ManagementService managementService;

    @Autowired
    HistoryService historyService;

    @Autowired
    RepositoryService repositoryService;

    @Autowired
    JdbcTemplate database;

    @Autowired
    ProfileChanges changes;

    private String name = "Relais " + UUID.randomUUID();

    @BeforeEach
    void nothingIsUnderReview() {
        ProfileChangeScenarios.closeAll(directory, managementService, database);
    }

    @AfterEach
    void nobodyIsSignedIn() {
        SampleOrders.asNobody();
    }

    /** Drafts and open changes that other tests left. */
    static void closeAll(Directory directory, ManagementService engine, JdbcTemplate database) {
        for (Map<String, Object> left : database.queryForList(
                "select id, requested_by from profile_change where state not in ('PUBLISHED', 'REJECTED', 'WITHDRAWN')")) {
            UUID change = (UUID) left.get("id");
            SampleOrders.as((String) left.get("requested_by"));
            if (!directory.withdraw(change)) {
                engine.createJobQuery().activityId(ProfileChangeProcess.SERVICE_PUBLISH).list().stream()
                        .map(Job::getId)
                        .forEach(engine::executeJob);
            }
        }
        SampleOrders.as("sam");
    }

    // ---- to the publication
    // -------------------------------------------------------------------------------------------------------------

    @Test
    void isPublicOnlyOnceItWasApprovedAndPublished() {
        Profile before = directory.published();
        UUID change = draft();
        assertThat(state(change)).isEqualTo(ChangeState.DRAFT);
        assertThat(directory.find(change).orElseThrow().number()).isNull();

        submit(change);
        assertThat(state(change)).isEqualTo(ChangeState.SUBMITTED);
        ChangeCard card = directory.find(change).orElseThrow();
        assertThat(card.number()).matches("P-\\d{4,}");
        assertThat(card.dueAt()).isEqualTo(card.submittedAt().plus(Duration.ofDays(21)));
        assertThat(task(change, STEP_REVIEW).getName()).isEqualTo("Review the profile change – " + card.number());
        assertThat(mail("ada@demo.relais.example", card.number())).isOne();

        claim(change, "ada");
        assertThat(state(change)).isEqualTo(ChangeState.IN_REVIEW);

        decide(change, "APPROVE", null);
        assertThat(state(change)).isEqualTo(ChangeState.APPROVED);
        assertThat(directory.published()).isEqualTo(before);

        publication(change);
        assertThat(state(change)).isEqualTo(ChangeState.PUBLISHED);
        assertThat(directory.published().name()).isEqualTo(name);
        assertThat(directory.open()).isEmpty();
        assertThat(mail("sam@demo.relais.example", "is published")).isPositive();
        assertThat(database.queryForList(
                        "select id from outgoing_mail where subject like ?",
                        UUID.class,
                        "%" + card.number() + " is published%"))
                .allSatisfy(mail -> assertThat(outbox.read(mail))
                        .as("nothing stands where no comment was made")
                        .doesNotContain("–", "\n\n\n"));
        assertThat(directory.difference(change).name())
                .as("what it did, even after it was done")
                .isEqualTo(new Difference.Line<>(before.name(), name));
        assertThat(history(change))
                .containsExactly(
                        "sam open_profile_change",
                        "sam submit_profile_change",
                        "ada take_up_profile_change",
                        "ada approve_profile_change",
                        "ada publish_profile_change");
        assertEnded(change, "EndEvent_Published");
    }

    @Test
    void goesBackToItsReviewerWhenTheRequesterHasAnswered() {
        UUID change = submitted();
        claim(change, "ada");
        decide(change, "ASK", "Why this name?");

        assertThat(state(change)).isEqualTo(ChangeState.INFO_REQUESTED);
        assertThat(task(change, STEP_ANSWER).getAssignee()).isEqualTo("sam");
        assertThat(mail("sam@demo.relais.example", "a question")).isPositive();
        SampleOrders.as("sam");
        ProfileForm form = directory.entered(change);
        assertThat(codes(submit(change, new ProfileForm(form.version(), form.name(), form.locations(), false, null))))
                .containsExactly("directory.note.required");
        assertThat(codes(submit(
                        change,
                        new ProfileForm(
                                directory.entered(change).version(), name + "!", form.locations(), false, "So."))))
                .isEmpty();

        assertThat(state(change)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(task(change, STEP_REVIEW).getAssignee()).isEqualTo("ada");
        ChangeCard card = directory.find(change).orElseThrow();
        assertThat(card.note()).isEqualTo("So.");
        assertThat(card.profile().name()).isEqualTo(name + "!");
        assertThat(runtimeService.getVariable(task(change, STEP_REVIEW).getExecutionId(), "profileName"))
                .isEqualTo(name + "!");
        decide(change, "APPROVE", "Fine");
        publication(change);
        assertThat(directory.published().name()).isEqualTo(name + "!");
    }

    @Test
    void leavesEverythingAsItWasWhenRefused() {
        Profile before = directory.published();
        UUID change = submitted();
        claim(change, "ada");
        decide(change, "REFUSE", "Not our name");

        assertThat(state(change)).isEqualTo(ChangeState.REJECTED);
        assertThat(directory.find(change).orElseThrow().question()).isEqualTo("Not our name");
        assertThat(directory.published()).isEqualTo(before);
        assertThat(directory.open()).isEmpty();
        assertThat(mail("sam@demo.relais.example", "was refused")).isPositive();
        assertEnded(change, "EndEvent_Rejected");
    }

    // ---- withdrawing
    // --------------------------------------------------------------------------------------------------------------------

    @Test
    void canBeWithdrawnByAColleagueOfTheRequester() {
        UUID change = submitted();
        SampleOrders.as("sofia");

        assertThat(directory.withdraw(change)).isTrue();

        assertThat(state(change)).isEqualTo(ChangeState.WITHDRAWN);
        assertThat(history(change)).endsWith("sofia withdraw_profile_change");
        assertThat(mail("ada@demo.relais.example", "was withdrawn")).isPositive();
        assertEnded(change, "EndEvent_Withdrawn");
        assertThat(directory.withdraw(change)).as("once only").isFalse();
    }

    @Test
    void canBeWithdrawnWhileTheRequesterIsAsked() {
        UUID change = submitted();
        decide(change, "ASK", "Why?");
        SampleOrders.as("sam");

        assertThat(directory.withdraw(change)).isTrue();

        assertThat(state(change)).isEqualTo(ChangeState.WITHDRAWN);
    }

    @Test
    void cannotBeWithdrawnOnceApproved() {
        UUID change = submitted();
        decide(change, "APPROVE", null);

        SampleOrders.as("sam");
        assertThat(directory.withdraw(change)).isFalse();
        assertThatThrownBy(() -> runtimeService
                        .createMessageCorrelation(ProfileChangeProcess.MESSAGE_WITHDRAWN)
                        .processInstanceBusinessKey(change.toString())
                        .correlate())
                .as("past our pages neither")
                .hasStackTraceContaining("is APPROVED");

        publication(change);
        assertThat(state(change)).isEqualTo(ChangeState.PUBLISHED);
    }

    @Test
    void leavesNothingOfADraftThatIsThrownAway() {
        UUID change = draft();
        assertThat(directory.withdraw(change)).isTrue();
        assertThat(directory.find(change)).isEmpty();
        assertEnded(change, "EndEvent_Withdrawn");
    }

    @Test
    void letsADraftBeThrownAwayByWhoBeganOrHoldsItOnly() {
        UUID change = draft();
        SampleOrders.as("sofia");
        assertThatThrownBy(() -> directory.withdraw(change)).isInstanceOf(TaskNotHeldException.class);
        assertThat(state(change)).isEqualTo(ChangeState.DRAFT);

        taskService.setAssignee(task(change, STEP_DESCRIBE).getId(), "sofia");
        assertThat(directory.withdraw(change)).isTrue();
        assertThat(directory.find(change)).isEmpty();
    }

    @Test
    void keepsNoLogoThatNoChangeShows() throws Exception {
        UUID change = draft();
        SampleOrders.as("sam");
        UUID first = keep(change, Pictures.png(210, 110));
        UUID second = keep(change, Pictures.png(220, 120));
        assertThat(logoKept(first)).isFalse();
        assertThat(logoKept(second)).isTrue();

        directory.withdraw(change);
        assertThat(logoKept(second)).isFalse();

        UUID shown = draft();
        SampleOrders.as("sam");
        UUID logo = keep(shown, Pictures.png(230, 130));
        submit(shown);
        SampleOrders.as("sam");
        directory.withdraw(shown);
        assertThat(logoKept(logo)).as("what was asked for can still be seen").isTrue();
        UUID published = directory.published().logo();
        UUID copy = draft();
        SampleOrders.as("sam");
        directory.withdraw(copy);
        assertThat(published == null || logoKept(published)).isTrue();
    }

    private UUID keep(UUID change, byte[] picture) {
        ProfileForm form = form(change);
        directory.keepLogo(change, form, picture, new BeanPropertyBindingResult(form, "form"));
        return directory.find(change).orElseThrow().profile().logo();
    }

    private boolean logoKept(UUID logo) {
        return database.queryForObject("select count(*) from directory_logo where id = ?", Integer.class, logo) == 1;
    }

    // ---- time
    // ---------------------------------------------------------------------------------------------------------------------------

    @Test
    void remindsAfterTwoWeeksAndEscalatesAfterThree() {
        UUID change = submitted();
        String number = directory.find(change).orElseThrow().number();
        assertThat(due(change, 13)).isEmpty();

        fire(change, 14);
        assertThat(mail("ada@demo.relais.example", number + " waits")).isOne();
        assertThat(mail("sam@demo.relais.example", number + " waits")).isZero();
        assertThat(directory.find(change).orElseThrow().overdue()).isFalse();

        fire(change, 21);
        for (String person : List.of("ada", "sam", "sofia")) {
            assertThat(mail(person + "@demo.relais.example", number + " is overdue"))
                    .isOne();
        }
        assertThat(mail("hal@demo.relais.example", number)).isZero();
        assertThat(directory.find(change).orElseThrow().overdue()).isTrue();

        decide(change, "APPROVE", null);
        publication(change);
        assertThat(directory.find(change).orElseThrow().overdue()).isFalse();
        assertThat(state(change)).isEqualTo(ChangeState.PUBLISHED);
    }

    @Test
    void remindsTheRequesterWhenItIsForTheRequesterToAnswer() {
        UUID change = submitted();
        String number = directory.find(change).orElseThrow().number();
        decide(change, "ASK", "Why Utrecht?");

        fire(change, 14);
        assertThat(mail("sam@demo.relais.example", number + " waits for your answer"))
                .isOne();
        assertThat(mail("ada@demo.relais.example", number + " waits")).isZero();
    }

    // ---- four eyes, and what is said past the pages
    // ---------------------------------------------------------------------------------------

    @Test
    void isNotDecidedOnByWhoAskedForIt() {
        SampleOrders.as("ada");
        UUID change = directory.start();
        assertThat(codes(submit(change, form(change)))).isEmpty();

        refused(change, "ada", Map.of("decision", "APPROVE"));
        claim(change, "ada");
        SampleOrders.as("ada");
        assertThat(codes(decide(change, new Review(directory.review(change), "APPROVE", null))))
                .containsExactly("directory.review.own");
        assertThat(state(change)).isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void isNotDecidedOnByWhatWasSaidOfAnEarlierSubmission() {
        UUID change = submitted();
        claim(change, "ada");
        String read = SampleOrders.as("ada", () -> directory.review(change));
        decide(change, "ASK", "Why this name?");
        SampleOrders.as("sam", () -> {
            ProfileForm form = directory.entered(change);
            assertThat(codes(submit(
                            change, new ProfileForm(form.version(), name + "!", form.locations(), false, "So."))))
                    .isEmpty();
            return null;
        });

        SampleOrders.as("ada", () -> {
            assertThat(codes(decide(change, new Review(read, "APPROVE", null))))
                    .containsExactly("directory.review.outdated");
            assertThatThrownBy(() -> formService.submitTaskForm(read, Map.of("decision", "APPROVE")))
                    .as("the form that stands open in Tasklist")
                    .hasMessageContaining("Cannot find task");
            return null;
        });
        assertThat(state(change)).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(history(change)).doesNotContain("ada approve_profile_change");
        decide(change, "APPROVE", null);
        publication(change);
        assertThat(directory.published().name()).isEqualTo(name + "!");
    }

    @Test
    void isNotDecidedOnByWhoAnsweredForIt() {
        UUID change = submitted();
        decide(change, "ASK", "Why?");
        taskService.setAssignee(task(change, STEP_ANSWER).getId(), "ada");
        SampleOrders.as("ada");
        ProfileForm form = directory.entered(change);
        submit(change, new ProfileForm(form.version(), form.name(), form.locations(), false, "So."));

        refused(change, "ada", Map.of("decision", "APPROVE"));
        assertThat(state(change)).isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void isNotDecidedOnByWhoMayNot() {
        UUID change = submitted();
        refused(change, "sofia", Map.of("decision", "APPROVE"));
        refused(change, "hal", Map.of("decision", "APPROVE"));
        assertThat(state(change)).isEqualTo(ChangeState.SUBMITTED);
    }

    @Test
    void isNotDecidedOnByAnythingThatIsNoDecision() {
        UUID change = submitted();
        Map<String, Object> noText = new HashMap<>();
        noText.put("decision", 1);
        for (Map<String, Object> sent : List.<Map<String, Object>>of(
                Map.of(),
                noText,
                Map.of("decision", "PUBLISH"),
                Map.of("decision", "approve"),
                Map.of("decision", "REFUSE"),
                Map.of("decision", "REFUSE", "comment", "   "),
                Map.of("decision", "ASK"),
                Map.of("decision", "ASK", "comment", "x".repeat(1001)))) {
            refused(change, "ada", sent);
        }
        assertThat(state(change)).isEqualTo(ChangeState.SUBMITTED);
        assertThat(directory.find(change).orElseThrow().question()).isNull();
    }

    @Test
    void isReviewedWithTheFormThatAProcessOwnerDeployedLast() throws Exception {
        UUID change = submitted();
        String form = Files.readString(Path.of("bpmn/company-profile-change/company-profile-review.form"));
        String deployment = repositoryService
                .createDeployment()
                .addString(
                        "company-profile-review.form",
                        form.replaceFirst("\"label\": \"[^\"]+\"", "\"label\": \"Our word\""))
                .deploy()
                .getId();
        try (InputStream shown =
                formService.getDeployedTaskForm(task(change, STEP_REVIEW).getId())) {
            assertThat(new String(shown.readAllBytes(), StandardCharsets.UTF_8)).contains("Our word");
        } finally {
            repositoryService.deleteDeployment(deployment);
        }
    }

    @Test
    void isDecidedOnInTasklistAsOnThePage() {
        UUID change = submitted();
        SampleOrders.as("ada");
        taskService.complete(
                task(change, STEP_REVIEW).getId(), Map.of("decision", "REFUSE", "comment", "No", "locations", "other"));

        assertThat(state(change)).isEqualTo(ChangeState.REJECTED);
        assertThat(directory.find(change).orElseThrow().question()).isEqualTo("No");
    }

    @Test
    void isNotSubmittedPastItsPageWhenNothingWasDescribed() {
        UUID change = draft();
        SampleOrders.as("sam");
        assertThatThrownBy(
                        () -> taskService.complete(task(change, STEP_DESCRIBE).getId(), Map.of("decision", "APPROVE")))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        assertThat(state(change)).isEqualTo(ChangeState.DRAFT);
    }

    @Test
    void isNotSubmittedAgainPastItsPageWithoutAnAnswer() {
        UUID change = submitted();
        decide(change, "ASK", "Why?");
        SampleOrders.as("sam");
        assertThatThrownBy(() -> taskService.complete(task(change, STEP_ANSWER).getId(), Map.of("decision", "APPROVE")))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        assertThat(state(change)).isEqualTo(ChangeState.INFO_REQUESTED);
    }

    @Test
    void isDescribedByItsHolderOnly() {
        UUID change = draft();
        SampleOrders.as("sofia");
        assertThatThrownBy(() -> directory.entered(change)).isInstanceOf(TaskNotHeldException.class);
        assertThatThrownBy(() -> submit(change, new ProfileForm(0L, name, List.of(), false, null)))
                .isInstanceOf(TaskNotHeldException.class);
    }

    // ---- one at a time
    // -----------------------------------------------------------------------------------------------------------------

    @Test
    void isTheOnlyOneUnderReview() {
        UUID first = submitted();
        SampleOrders.as("sofia");
        UUID second = directory.start();
        assertThat(codes(submit(second, form(second)))).containsExactly("directory.problem.open");
        assertThatThrownBy(() -> database.update("update profile_change set open_one = 1 where id = ?", second))
                .as("the database says so, too")
                .isInstanceOf(DataIntegrityViolationException.class);

        SampleOrders.as("sam");
        directory.withdraw(first);
        SampleOrders.as("sofia");
        assertThat(codes(submit(second, form(second)))).isEmpty();
    }

    @Test
    void continuesTheDraftThatThereIs() {
        UUID change = draft();
        SampleOrders.as("sam");
        assertThat(directory.start()).isEqualTo(change);
    }

    @Test
    void tellsWhoBeganBeforeAnotherChangeWasPublished() {
        SampleOrders.as("sofia");
        UUID late = directory.start();
        ProfileForm typed = form(late);
        UUID change = submitted();
        decide(change, "APPROVE", null);
        publication(change);

        SampleOrders.as("sofia");
        ProfileForm other = new ProfileForm(typed.version(), name + " later", typed.locations(), false, null);
        assertThat(codes(submit(late, other))).containsExactly("directory.problem.outdated");
        assertThat(codes(submit(
                        late,
                        new ProfileForm(
                                directory.entered(late).version(), other.name(), other.locations(), false, null))))
                .isEmpty();
    }

    @Test
    void tellsWhoSubmitsFromAWindowThatIsOutOfDate() throws Exception {
        UUID change = draft();
        SampleOrders.as("sam");
        ProfileForm old = form(change);
        Errors none = new BeanPropertyBindingResult(old, "form");
        directory.keepLogo(change, old, Pictures.png(300, 300), none);
        assertThat(none.hasErrors()).isFalse();

        assertThat(codes(submit(change, old))).containsExactly("directory.problem.changed");
        assertThat(state(change)).isEqualTo(ChangeState.DRAFT);
    }

    // ---- what may be asked for
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void saysAtEachFieldWhatIsWrong() {
        UUID change = draft();
        SampleOrders.as("sam");
        List<Location> six = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            six.add(new Location("FR", "P" + i, "https://www.relais.example/" + i));
        }
        Errors errors = submit(change, version(change, "R", six));
        assertThat(errors.getFieldError("name").getCode()).isEqualTo("directory.name.length");
        assertThat(errors.getFieldError("locations[5].country").getCode()).isEqualTo("directory.country.tooMany");

        errors = submit(
                change,
                version(
                        change,
                        "x".repeat(101),
                        List.of(
                                new Location("FR", "Paris", "https://www.relais.example/a"),
                                new Location("FR", "paris", "https://www.relais.example/b"),
                                new Location("FR", "Lyon", "https://www.relais.example/A"),
                                new Location("US", null, "https://www.relais.example/us"),
                                new Location(null, null, "http://www.relais.example"),
                                new Location("BE", "x".repeat(101), null))));
        assertThat(errors.getFieldErrors())
                .extracting(problem -> problem.getField() + " " + problem.getCode())
                .containsExactlyInAnyOrder(
                        "name directory.name.length",
                        "locations[1].place directory.place.twice",
                        "locations[2].url directory.url.twice",
                        "locations[3].country directory.country.unknown",
                        "locations[4].country directory.country.unknown",
                        "locations[4].url directory.url.https",
                        "locations[5].place directory.place.tooLong",
                        "locations[5].url directory.url.required");

        assertThat(codes(submit(change, version(change, name, List.of())))).containsExactly("directory.locations.none");
        Profile published = directory.published();
        database.update("update profile_change set logo_id = ? where id = ?", published.logo(), change);
        assertThat(codes(submit(change, version(change, published.name(), published.locations()))))
                .containsExactly("directory.problem.same");
        assertThat(state(change)).isEqualTo(ChangeState.DRAFT);
    }

    @Test
    void keepsTheLogoWhenSomethingElseIsWrong() throws Exception {
        UUID change = draft();
        SampleOrders.as("sam");
        ProfileForm form = version(change, "R", directory.published().locations());
        Errors errors = new BeanPropertyBindingResult(form, "form");
        directory.submit(change, form, Pictures.png(400, 200), errors);

        assertThat(codes(errors)).containsExactly("directory.name.length");
        UUID logo = directory.find(change).orElseThrow().profile().logo();
        assertThat(directory.logo(change, logo)).isPresent();
        assertThat(directory.smallLogo(change)).as("300 × 150").isTrue();
        assertThat(directory.publishedLogo(logo)).as("not public").isEmpty();
        assertThat(directory.logo(change, UUID.randomUUID())).isEmpty();
    }

    // ---- all of it
    // ----------------------------------------------------------------------------------------------------------------------

    @Test
    void walksEverySequenceFlow() {
        remindsAfterTwoWeeksAndEscalatesAfterThree();
        nothingIsUnderReview();
        leavesNothingOfADraftThatIsThrownAway();
        name = "Relais " + UUID.randomUUID();
        goesBackToItsReviewerWhenTheRequesterHasAnswered();
        nothingIsUnderReview();
        name = "Relais " + UUID.randomUUID();
        UUID refused = submitted();
        decide(refused, "REFUSE", "No");

        Set<String> steps = new HashSet<>();
        Set<String> visited = new HashSet<>();
        historyService
                .createHistoricProcessInstanceQuery()
                .processDefinitionKey(KEY)
                .list()
                .forEach(instance -> {
                    List<String> activities = historyService
                            .createHistoricActivityInstanceQuery()
                            .processInstanceId(instance.getId())
                            .orderPartiallyByOccurrence()
                            .asc()
                            .list()
                            .stream()
                            .map(HistoricActivityInstance::getActivityId)
                            .filter(id -> !id.contains("SubProcess_"))
                            .toList();
                    visited.addAll(activities);
                    for (int i = 1; i < activities.size(); i++) {
                        steps.add(activities.get(i - 1) + " " + activities.get(i));
                    }
                });
        String definition = repositoryService
                .createProcessDefinitionQuery()
                .processDefinitionKey(KEY)
                .latestVersion()
                .singleResult()
                .getId();
        assertThat(repositoryService.getBpmnModelInstance(definition).getModelElementsByType(SequenceFlow.class))
                .isNotEmpty()
                // A reminder runs beside the review, so what comes after it may stand anywhere; but there is one way to
                // it.
                .allSatisfy(flow -> assertThat(
                                flow.getTarget().getIncoming().size() == 1
                                        ? visited.contains(first(flow.getTarget()))
                                        : steps.contains(last(flow.getSource()) + " " + first(flow.getTarget())))
                        .as(flow.getId())
                        .isTrue());
    }

    private static String first(FlowNode node) {
        return node instanceof SubProcess part
                ? part.getChildElementsByType(StartEvent.class)
                        .iterator()
                        .next()
                        .getId()
                : node.getId();
    }

    private static String last(FlowNode node) {
        return node instanceof SubProcess part
                ? part.getChildElementsByType(EndEvent.class).iterator().next().getId()
                : node.getId();
    }

    // ---- small things
    // -----------------------------------------------------------------------------------------------------------------

    private UUID draft() {
        return SampleOrders.as("sam", directory::start);
    }

    private UUID submitted() {
        UUID change = draft();
        submit(change);
        return change;
    }

    private void submit(UUID change) {
        SampleOrders.as("sam", () -> {
            assertThat(codes(submit(change, form(change)))).isEmpty();
            return null;
        });
    }

    private Errors submit(UUID change, ProfileForm form) {
        Errors errors = new BeanPropertyBindingResult(form, "form");
        directory.submit(change, form, null, errors);
        return errors;
    }

    private ProfileForm form(UUID change) {
        return version(change, name, directory.entered(change).locations());
    }

    private ProfileForm version(UUID change, String name, List<Location> locations) {
        return new ProfileForm(directory.find(change).orElseThrow().version(), name, locations, false, null);
    }

    private void claim(UUID change, String person) {
        SampleOrders.as(person, () -> {
            taskService.claim(task(change, STEP_REVIEW).getId(), person);
            return null;
        });
    }

    /** As ada, who takes the review up if nobody has. */
    private void decide(UUID change, String decision, String comment) {
        claim(change, "ada");
        SampleOrders.as("ada", () -> {
            assertThat(codes(decide(change, new Review(directory.review(change), decision, comment))))
                    .isEmpty();
            return null;
        });
    }

    private Errors decide(UUID change, Review review) {
        Errors errors = new BeanPropertyBindingResult(review, "form");
        directory.decide(change, review, errors);
        return errors;
    }

    private void refused(UUID change, String person, Map<String, Object> sent) {
        SampleOrders.as(person, () -> {
            assertThatThrownBy(
                            () -> taskService.complete(task(change, STEP_REVIEW).getId(), sent))
                    .as(person + " " + sent)
                    .hasRootCauseInstanceOf(StepIncompleteException.class)
                    .rootCause()
                    .as("a sentence, not a key")
                    .message()
                    .doesNotContain("directory.")
                    .endsWith(".");
            return null;
        });
    }

    private void publication(UUID change) {
        SampleOrders.as("ada", () -> {
            managementService.executeJob(managementService
                    .createJobQuery()
                    .processInstanceId(task(change))
                    .activityId(ProfileChangeProcess.SERVICE_PUBLISH)
                    .singleResult()
                    .getId());
            return null;
        });
    }

    private String task(UUID change) {
        return runtimeService
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(change.toString())
                .singleResult()
                .getId();
    }

    private List<Job> due(UUID change, int days) {
        Instant submitted = directory.find(change).orElseThrow().submittedAt();
        ClockUtil.setCurrentTime(Date.from(submitted.plus(Duration.ofDays(days)).plusSeconds(60)));
        return managementService
                .createJobQuery()
                .processInstanceId(task(change))
                .timers()
                .executable()
                .list();
    }

    private void fire(UUID change, int days) {
        SampleOrders.asNobody();
        List<Job> due = due(change, days);
        assertThat(due).hasSize(1);
        managementService.executeJob(due.get(0).getId());
    }

    private Task task(UUID change, String step) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(change.toString())
                .taskDefinitionKey(step)
                .singleResult();
    }

    private ChangeState state(UUID change) {
        return directory.find(change).orElseThrow().state();
    }

    private static List<String> codes(Errors errors) {
        return errors.getAllErrors().stream().map(ObjectError::getCode).toList();
    }

    private int mail(String recipient, String subject) {
        return database.queryForObject(
                "select count(*) from outgoing_mail where recipient = ? and subject like ?",
                Integer.class,
                recipient,
                "%" + subject + "%");
    }

    private List<String> history(UUID change) {
        return database.queryForList(
                "select actor || ' ' || action from audit_entry where object_id = ? order by occurred_at, id",
                String.class,
                change);
    }

    private void assertEnded(UUID change, String end) {
        assertThat(historyService
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(historyService
                                .createHistoricProcessInstanceQuery()
                                .processInstanceBusinessKey(change.toString())
                                .finished()
                                .singleResult()
                                .getId())
                        .activityId(end)
                        .count())
                .isOne();
    }
}
