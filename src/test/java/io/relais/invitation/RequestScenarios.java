package io.relais.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.historyService;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.relais.RelaisTest;
import io.relais.security.SignedInAs;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.Tasks;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What holds for requests of every kind, as staff and the addressee walk their process; each kind's tests add what is its own. */
@RelaisTest
@SignedInAs("ada")
public abstract class RequestScenarios<A extends Addressee, N> {

    /**
     * Names that differ.
     *
     * @param key of the process
     * @param company variable with the company's name
     * @param yes variable that the gateway after the check reads
     * @param withoutConsent the obstacle of an answer that nobody gave
     * @param remind the step that reminds
     * @param end where the process ends when what was asked for has begun
     * @param came the action in the audit trail by which it did
     * @param subject how the French e-mail begins
     */
    public record Names(
            String key,
            String company,
            String yes,
            String withoutConsent,
            String sendAgain,
            String remind,
            String end,
            String came,
            String table,
            String subject) {}

    @Autowired
    protected ProcessEngine engine;

    @Autowired
    protected RuntimeService runtimeService;

    @Autowired
    protected TaskService taskService;

    @Autowired
    protected ManagementService managementService;

    @Autowired
    JdbcTemplate database;

    @Autowired
    JavaMailSenderImpl mailSender;

    GreenMail mailServer;

    protected abstract Requests<?, A, N> requests();

    protected abstract Names kind();

    /** Somebody in France, called Clémence, who was not asked yet. */
    protected abstract A invitee();

    protected abstract String token(UUID request);

    /** Says yes, and nothing is in the way. */
    protected abstract Optional<Invitation<A, N>> accept(String token);

    /** Says yes, and something is in the way. */
    protected abstract void blocked(String token);

    /** What else has ended when a request has. */
    protected void assertEndedElsewhere(UUID request) {}

    @BeforeEach
    void mailServerIsUp() {
        org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions.init(engine);
        mailServer = new GreenMail(ServerSetup.SMTP.dynamicPort());
        mailServer.start();
        mailSender.setPort(mailServer.getSmtp().getPort());
    }

    @AfterEach
    void mailServerIsDown() {
        mailServer.stop();
    }

    /** What this request's addressee got; mail of other tests may be on its way, too. */
    private MimeMessage[] received(UUID request) {
        return mailServer.getReceivedMessagesForDomain(
                requests().find(request).orElseThrow().invitee().email());
    }

    // ---- scenarios
    // ------------------------------------------------------------------------------------------------------------------

    @Test
    void opensTheUntouchedDraftAgainInsteadOfASecond() {
        UUID first = requests().start();
        assertThat(requests().start()).isEqualTo(first);
        requests().describe(first, invitee());
        UUID second = requests().start();
        assertThat(second).isNotEqualTo(first);
        requests().revoke(second);
    }

    @Test
    void makesADraftOfItsOwnWhenStartedFromTasklistWithSomebodyElsesKey() {
        UUID existing = sentByHand(invitee());
        var instance = asPerson(
                "ada",
                () -> runtimeService.startProcessInstanceByKey(
                        kind().key(), existing.toString(), Map.of(Tasks.HOLDER, "sam")));
        assertThat(instance.getBusinessKey()).isNotEqualTo(existing.toString());
        Task task = taskService
                .createTaskQuery()
                .processInstanceId(instance.getId())
                .singleResult();
        assertThat(task.getAssignee()).isEqualTo("ada");
        assertThat(requests()
                        .find(UUID.fromString(instance.getBusinessKey()))
                        .orElseThrow()
                        .requestedBy())
                .isEqualTo("ada");
        requests().revoke(UUID.fromString(instance.getBusinessKey()));
    }

    @Test
    void letsThemAnswerBeforeThePersonSaysDone() {
        UUID request = described(invitee());
        requests().sent(request, Channel.EMAIL_PROGRAM);

        accept(token(request));

        assertThat(state(request)).isEqualTo(RequestState.ACTIVE);
        assertThat(taskOf(request)).isNull();
    }

    @Test
    void doesNotTakeAMessageForConsent() {
        UUID request = sentByHand(invitee());

        runtimeService
                .createMessageCorrelation(kind().key() + "-answered")
                .processInstanceBusinessKey(request.toString())
                .setVariable("authorized", true)
                .setVariable(kind().yes(), true)
                .correlate();

        assertThat(state(request)).isEqualTo(RequestState.BLOCKED);
        assertThat(requests().find(request).orElseThrow().obstacles())
                .extracting(InTheWay::name)
                .contains(kind().withoutConsent());
    }

    @Test
    void endsWhenTheyDecline() {
        UUID request = sentByHand(invitee());
        requests().decline(token(request), "Not now");
        assertThat(state(request)).isEqualTo(RequestState.DECLINED);
        assertThat(requests().find(request).orElseThrow().declineReason()).isEqualTo("Not now");
        assertEndedElsewhere(request);
        assertEnded(request, "EndEvent_Declined");
        assertThat(accept(token(request)).orElseThrow().state()).isEqualTo(RequestState.DECLINED);
    }

    @Test
    void expiresAfterItsValidity() {
        UUID request = sentByHand(invitee());
        String token = token(request);
        Job timer = timer(request, "BoundaryEvent_Expired");
        assertThat(timer.getDuedate().toInstant()).isBetween(in(29), in(31));

        ClockUtil.setCurrentTime(Date.from(in(31)));
        assertThat(requests().view(token)).as("before the timer has fired").isEmpty();
        managementService.executeJob(timer.getId());

        assertThat(state(request)).isEqualTo(RequestState.EXPIRED);
        assertEndedElsewhere(request);
        assertThat(requests().view(token)).isEmpty();
        assertThat(accept(token)).isEmpty();
        assertEnded(request, "EndEvent_Expired");
    }

    @Test
    void discardsWhatWasNeverSent() {
        UUID blank = requests().start();
        requests().revoke(blank);
        assertThat(state(blank)).isEqualTo(RequestState.CANCELLED);

        UUID request = described(invitee());
        requests().revoke(request);
        assertThat(state(request)).isEqualTo(RequestState.CANCELLED);
        assertThat(requests().find(request).orElseThrow().party()).isNull();
        assertThat(requests().view(token(request))).isEmpty();
        assertEnded(request, "EndEvent_Revoked");
    }

    @Test
    void revokesWhatWasSent() {
        UUID request = sentByHand(invitee());
        requests().resend(request);
        requests().revoke(request);
        assertThat(state(request)).isEqualTo(RequestState.REVOKED);
        assertEndedElsewhere(request);
        assertThat(requests().view(token(request))).isEmpty();
        assertThat(requests().decline(token(request), null)).isEmpty();
        assertThat(requests().notForMe(token(request))).isEmpty();
        assertThat(taskOf(request)).isNull();
        requests().revoke(request);
    }

    @Test
    void letsOneWinWhenTwoAcceptAtOnce() throws Exception {
        UUID request = sentByHand(invitee());
        String token = token(request);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService people = Executors.newFixedThreadPool(2);
        try {
            Callable<Invitation<A, N>> answering = () -> {
                go.await();
                return accept(token).orElseThrow();
            };
            List<Future<Invitation<A, N>>> results = List.of(people.submit(answering), people.submit(answering));
            go.countDown();
            for (Future<Invitation<A, N>> result : results) {
                assertThat(result.get().state()).isEqualTo(RequestState.ACTIVE);
            }
            assertThat(results.get(0).get().answer())
                    .isEqualTo(results.get(1).get().answer());
        } finally {
            people.shutdownNow();
        }
        assertThat(history(request).stream().filter(kind().came()::equals)).hasSize(1);
    }

    @Test
    void refusesTasksThatAreCompletedPastTheirPage() {
        UUID request = requests().start();
        Map<String, Object> invented = Map.of(
                "sendForThem",
                true,
                kind().yes(),
                true,
                kind().company(),
                "Invented",
                "deadline",
                new Date(0),
                "holder",
                "hal");
        String describe = taskOf(request).getId();
        assertThatThrownBy(() -> taskService.complete(describe, invented))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        assertThat(taskOf(request).getId()).isEqualTo(describe);

        A invitee = invitee();
        requests().describe(request, invitee);
        String send = taskOf(request).getId();
        assertThatThrownBy(() -> taskService.complete(send, invented))
                .hasRootCauseInstanceOf(StepIncompleteException.class);

        requests().sent(request, Channel.CLIPBOARD);
        taskService.complete(send, invented);

        assertThat(state(request)).isEqualTo(RequestState.SENT);
        String instance = instance(request);
        assertThat(runtimeService.getVariable(instance, "sendForThem")).isEqualTo(false);
        assertThat(runtimeService.getVariable(instance, kind().company())).isEqualTo(invitee.company());
        assertThat(runtimeService.getVariable(instance, "holder")).isEqualTo("ada");
        assertThat(timer(request, "BoundaryEvent_Expired").getDuedate().toInstant())
                .isAfter(in(29));
    }

    @Test
    void refusesATextThatHoldsTheTokenElsewhereThanInTheLink() {
        UUID request = requests().start();
        requests().describe(request, invitee());
        Message message = requests().message(request);
        String token = token(request);

        assertThat(requests().textProblems(request, message.subject(), message.body()))
                .isEmpty();
        assertThat(requests().textProblems(request, message.subject(), message.body() + "\n/elsewhere/" + token))
                .extracting(Problem::key)
                .containsExactly("invitation.problem.linkChanged");
        assertThat(requests().textProblems(request, "Answer with " + token, message.body()))
                .extracting(Problem::key)
                .containsExactly("invitation.problem.linkInSubject");
    }

    @Test
    void keepsTheTokenOutOfEveryTableAndVariable() {
        UUID request = sentByHand(invitee());
        String token = token(request);
        requests().view(token);
        blocked(token);
        accept(token);

        List<String> tables = database.queryForList(
                "select table_name from information_schema.tables where lower(table_schema) = 'public'", String.class);
        assertThat(tables)
                .map(String::toLowerCase)
                .contains(kind().table(), "act_hi_varinst", "act_ge_bytearray", "audit_entry");
        for (String table : tables) {
            for (Map<String, Object> row : database.queryForList("select * from \"" + table + "\"")) {
                assertThat(row.values()).as(table).noneSatisfy(value -> {
                    String text = value instanceof byte[] bytes
                            ? new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                            : String.valueOf(value);
                    assertThat(text).contains(token);
                });
            }
        }
    }

    @Test
    void sendsTheEmailForThem() throws Exception {
        UUID request = described(invitee());
        requests().sendForMe(request);
        assertThat(state(request)).isEqualTo(RequestState.SENDING);
        assertThat(requests().view(token(request)))
                .as("not in anybody's hands yet")
                .isEmpty();

        managementService.executeJob(mailJob(request).getId());

        assertThat(received(request)).singleElement().satisfies(mail -> {
            assertThat(mail.getSubject()).startsWith(kind().subject());
            assertThat(mail.getContent().toString()).contains("Bonjour Clémence", token(request));
        });
        assertThat(state(request)).isEqualTo(RequestState.SENT);
        assertThat(requests().find(request).orElseThrow().sendings())
                .extracting(Sending::channel)
                .containsExactly(Channel.MAIL_SERVER);
        assertThat(timer(request, "BoundaryEvent_Expired").getDuedate().toInstant())
                .isAfter(in(29));
    }

    @Test
    void losesNothingWhenTheMailServerIsDownAndSendsOnce() throws Exception {
        UUID request = described(invitee());
        int port = mailServer.getSmtp().getPort();
        mailServer.stop();
        requests().sendForMe(request);
        String job = mailJob(request).getId();
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThatThrownBy(() -> managementService.executeJob(job)).isNotNull();
        }
        assertThat(managementService.createJobQuery().jobId(job).singleResult().getRetries())
                .isZero();
        assertThat(runtimeService
                        .createIncidentQuery()
                        .processInstanceId(instance(request))
                        .count())
                .isEqualTo(1);
        assertThat(state(request)).isEqualTo(RequestState.SENDING);

        mailServer = new GreenMail(new ServerSetup(port, null, ServerSetup.PROTOCOL_SMTP));
        mailServer.start();
        managementService.setJobRetries(job, 1);
        managementService.executeJob(job);

        assertThat(received(request)).hasSize(1);
        assertThat(state(request)).isEqualTo(RequestState.SENT);
        assertThat(runtimeService
                        .createIncidentQuery()
                        .processInstanceId(instance(request))
                        .count())
                .isZero();
    }

    @Test
    void takesTheAnswerThatComesWhileTheMailStillWaits() {
        UUID request = described(invitee());
        requests().sent(request, Channel.CLIPBOARD);
        requests().sendForMe(request);

        accept(token(request));

        assertThat(state(request)).isEqualTo(RequestState.ACTIVE);
        assertThat(received(request)).isEmpty();
    }

    @Test
    void remindsByMailWhatWasSentByMailAndRepeatsTheReminder() throws Exception {
        UUID request = described(invitee());
        requests().sendForMe(request);
        managementService.executeJob(mailJob(request).getId());
        for (int week = 1; week <= 2; week++) {
            ClockUtil.setCurrentTime(Date.from(in(week == 1 ? 8 : 15)));
            managementService.executeJob(
                    timer(request, "BoundaryEvent_ReminderDue").getId());
            managementService.executeJob(timer(request, kind().remind()).getId());
        }
        assertThat(received(request)).hasSize(3);
        assertThat(received(request)[2].getSubject()).startsWith("Rappel : ");
        assertThat(requests().find(request).orElseThrow().reminders()).isEqualTo(2);
        assertThat(requests().find(request).orElseThrow().reminderDue()).isFalse();
    }

    @Test
    void tellsStaffToRemindWhatTheySentThemselvesAndSendsItAgain() {
        UUID request = sentByHand(invitee());
        managementService.executeJob(timer(request, "BoundaryEvent_ReminderDue").getId());
        managementService.executeJob(timer(request, kind().remind()).getId());
        assertThat(requests().find(request).orElseThrow().reminderDue()).isTrue();
        assertThat(received(request)).isEmpty();

        requests().resend(request);
        requests().resend(request);
        assertThat(taskOf(request).getTaskDefinitionKey()).isEqualTo(kind().sendAgain());
        assertThatThrownBy(() -> taskService.complete(taskOf(request).getId(), Map.of("sendForThem", true)))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        requests().sent(request, Channel.EMAIL_PROGRAM);
        requests().done(request);
        assertThat(taskOf(request)).isNull();
        assertThat(requests().find(request).orElseThrow().reminderDue()).isFalse();

        requests().view(token(request));
        requests().resend(request);
        requests().sendForMe(request);
        managementService.executeJob(
                timer(request, "ServiceTask_SendEmailAgain").getId());
        assertThat(received(request)).hasSize(1);
        assertThat(state(request)).isEqualTo(RequestState.VIEWED);

        requests().resend(request);
        accept(token(request));
        assertThat(taskOf(request)).as("nothing is left to do").isNull();
        assertEnded(request, kind().end());
    }

    @Test
    void tellsStaffWhenTheLinkReachedTheWrongPerson() {
        UUID request = sentByHand(invitee());
        requests().notForMe(token(request));
        assertThat(requests().find(request).orElseThrow().misdirectedAt()).isNotNull();
        assertThat(requests().needingAttention(500)).extracting(RequestCard::id).contains(request);
        assertThat(accept(token(request)).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    protected UUID described(A invitee) {
        UUID request = requests().start();
        requests().describe(request, invitee);
        return request;
    }

    protected UUID sentByHand(A invitee) {
        UUID request = described(invitee);
        requests().done(request);
        return request;
    }

    protected RequestState state(UUID request) {
        return requests().find(request).orElseThrow().state();
    }

    protected void database(String statement, Object... values) {
        database.update(statement, values);
    }

    protected List<String> history(UUID request) {
        return requests().history(request).stream()
                .map(line -> line.getAction())
                .toList();
    }

    protected Task taskOf(UUID request) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(request.toString())
                .singleResult();
    }

    protected String instance(UUID request) {
        return runtimeService
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(request.toString())
                .singleResult()
                .getId();
    }

    protected Job timer(UUID request, String activity) {
        return managementService
                .createJobQuery()
                .processInstanceId(instance(request))
                .activityId(activity)
                .singleResult();
    }

    protected Job mailJob(UUID request) {
        return timer(request, "ServiceTask_SendEmail");
    }

    protected void assertEnded(UUID request, String end) {
        assertThat(runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(request.toString())
                        .count())
                .isZero();
        var instance = historyService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(request.toString())
                .singleResult();
        assertThat(historyService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(instance.getId())
                        .activityId(end)
                        .count())
                .isEqualTo(1);
    }

    protected static Instant in(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    protected <T> T asPerson(String person, Supplier<T> work) {
        engine.getIdentityService().setAuthentication(person, List.of("admin-agent"));
        try {
            return work.get();
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }
}
