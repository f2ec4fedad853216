package io.relais.partnership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.historyService;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.relais.RelaisTest;
import io.relais.invitation.Channel;
import io.relais.invitation.Invitation;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestState;
import io.relais.invitation.Sending;
import io.relais.security.SignedInAs;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/** Every path of a partnership request, as staff and the reseller walk it. */
@RelaisTest
@SignedInAs("ada")
class PartnershipRequestProcessTests {

    @Autowired
    PartnershipRequests requests;

    @Autowired
    Resellers resellers;

    @Autowired
    ProcessEngine engine;

    @Autowired
    RuntimeService runtimeService;

    @Autowired
    TaskService taskService;

    @Autowired
    ManagementService managementService;

    @Autowired
    JdbcTemplate database;

    @Autowired
    JavaMailSenderImpl mailSender;

    GreenMail mailServer;

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

    // ---- the happy path
    // -------------------------------------------------------------------------------------------------------------

    @Test
    void beginsThePartnershipWhenTheResellerAccepts() {
        UUID request = sentByHand(invitee());
        assertThat(state(request)).isEqualTo(RequestState.SENT);
        UUID reseller = requests.find(request).orElseThrow().party();
        assertThat(resellers.find(reseller).orElseThrow().state()).isEqualTo(ResellerState.INVITED);
        assertThat(resellers.obstacles(reseller)).containsExactly("partnership.obstacle.NOT_ACTIVE");

        Invitation<Invitee, Answer> result =
                requests.authorize(token(request), answer("5400001")).orElseThrow();

        assertThat(result.state()).isEqualTo(RequestState.ACTIVE);
        assertThat(state(request)).isEqualTo(RequestState.ACTIVE);
        ResellerCard partner = resellers.find(reseller).orElseThrow();
        assertThat(partner.active()).isTrue();
        assertThat(partner.partnerId()).isEqualTo("5400001");
        assertThat(partner.partnershipSince()).isNotNull();
        assertThat(resellers.obstacles(reseller)).isEmpty();
        assertEnded(request, "EndEvent_PartnershipActive");
        assertThat(history(request)).contains("create_partner_relationship", "send_partnership_request");
    }

    @Test
    void opensTheUntouchedDraftAgainInsteadOfASecond() {
        UUID first = requests.start();
        assertThat(requests.start()).isEqualTo(first);
        describe(first, invitee());
        UUID second = requests.start();
        assertThat(second).isNotEqualTo(first);
        requests.revoke(second);
    }

    @Test
    void makesADraftOfItsOwnWhenStartedFromTasklistWithSomebodyElsesKey() {
        UUID existing = sentByHand(invitee());
        var instance = asPerson(
                "ada",
                () -> runtimeService.startProcessInstanceByKey(
                        "partnership-request", existing.toString(), Map.of(Tasks.HOLDER, "sam")));
        assertThat(instance.getBusinessKey()).isNotEqualTo(existing.toString());
        Task task = taskService
                .createTaskQuery()
                .processInstanceId(instance.getId())
                .singleResult();
        assertThat(task.getAssignee()).isEqualTo("ada");
        assertThat(requests.find(UUID.fromString(instance.getBusinessKey()))
                        .orElseThrow()
                        .requestedBy())
                .isEqualTo("ada");
        requests.revoke(UUID.fromString(instance.getBusinessKey()));
    }

    @Test
    void letsTheResellerAnswerBeforeThePersonSaysDone() {
        UUID request = described(invitee());
        requests.sent(request, Channel.EMAIL_PROGRAM);

        requests.authorize(token(request), answer("5400002"));

        assertThat(state(request)).isEqualTo(RequestState.ACTIVE);
        assertThat(taskOf(request)).isNull();
    }

    @Test
    void correctsTheDetailsFromTheSendingStep() {
        UUID request = described(invitee());
        Invitee corrected =
                new Invitee("Corrected " + request, request + "@corrected.example", "Corinne", "BE", "fr", null, 10);
        requests.describe(request, corrected);
        assertThat(requests.message(request).body()).contains("Bonjour Corinne");
        assertThat(taskOf(request).getName()).contains("Corrected");
    }

    // ---- not eligible
    // ---------------------------------------------------------------------------------------------------------------

    @Test
    void asksAgainWhenSomethingIsMissing() {
        UUID request = sentByHand(invitee());

        Invitation<Invitee, Answer> blocked = requests.authorize(
                        token(request), new Answer("Contoso SARL", "ZZ", null, "Clara", false, false))
                .orElseThrow();

        assertThat(blocked.state()).isEqualTo(RequestState.BLOCKED);
        assertThat(blocked.obstacles())
                .containsExactlyInAnyOrder(
                        Obstacle.NOT_ENROLLED,
                        Obstacle.AGREEMENT_MISSING,
                        Obstacle.PARTNER_ID_MISSING,
                        Obstacle.OTHER_REGION);
        assertThat(requests.needingAttention(500)).extracting(RequestCard::id).contains(request);

        assertThat(requests.authorize(token(request), answer("5400003"))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestState.ACTIVE);
    }

    @Test
    void refusesAPartnerIdThatBelongsToAnotherReseller() {
        UUID first = sentByHand(invitee());
        requests.authorize(token(first), answer("5400004"));
        UUID second = sentByHand(invitee());

        assertThat(requests.authorize(token(second), answer("5400004"))
                        .orElseThrow()
                        .obstacles())
                .containsExactly(Obstacle.PARTNER_ID_TAKEN);
        assertThat(requests.authorize(token(second), answer("4300001"))
                        .orElseThrow()
                        .obstacles())
                .containsExactly(Obstacle.PARTNER_ID_OWN);
    }

    @Test
    void doesNotTakeAMessageForTheResellersConsent() {
        UUID request = sentByHand(invitee());

        runtimeService
                .createMessageCorrelation("partnership-request-answered")
                .processInstanceBusinessKey(request.toString())
                .setVariable("authorized", true)
                .setVariable("enrolled", true)
                .setVariable("eligible", true)
                .correlate();

        assertThat(state(request)).isEqualTo(RequestState.BLOCKED);
        assertThat(requests.find(request).orElseThrow().obstacles()).contains(Obstacle.NOT_AUTHORIZED);
    }

    // ---- the other ends
    // -------------------------------------------------------------------------------------------------------------

    @Test
    void endsWhenTheResellerDeclines() {
        UUID request = sentByHand(invitee());
        requests.decline(token(request), "Not now");
        assertThat(state(request)).isEqualTo(RequestState.DECLINED);
        assertThat(requests.find(request).orElseThrow().declineReason()).isEqualTo("Not now");
        assertThat(reseller(request).state()).isEqualTo(ResellerState.DECLINED);
        assertEnded(request, "EndEvent_Declined");
        assertThat(requests.authorize(token(request), answer("5400005"))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestState.DECLINED);
    }

    @Test
    void expiresAfterItsValidity() {
        UUID request = sentByHand(invitee());
        String token = token(request);
        Job timer = timer(request, "BoundaryEvent_Expired");
        assertThat(timer.getDuedate().toInstant()).isBetween(in(29), in(31));

        ClockUtil.setCurrentTime(Date.from(in(31)));
        assertThat(requests.view(token)).as("before the timer has fired").isEmpty();
        managementService.executeJob(timer.getId());

        assertThat(state(request)).isEqualTo(RequestState.EXPIRED);
        assertThat(reseller(request).state()).isEqualTo(ResellerState.EXPIRED);
        assertThat(requests.view(token)).isEmpty();
        assertThat(requests.authorize(token, answer("5400006"))).isEmpty();
        assertEnded(request, "EndEvent_Expired");
    }

    @Test
    void discardsWhatWasNeverSent() {
        UUID blank = requests.start();
        requests.revoke(blank);
        assertThat(state(blank)).isEqualTo(RequestState.CANCELLED);

        UUID request = described(invitee());
        requests.revoke(request);
        assertThat(state(request)).isEqualTo(RequestState.CANCELLED);
        assertThat(requests.find(request).orElseThrow().party()).isNull();
        assertThat(requests.view(token(request))).isEmpty();
        assertEnded(request, "EndEvent_Revoked");
    }

    @Test
    void revokesWhatWasSent() {
        UUID request = sentByHand(invitee());
        requests.resend(request);
        requests.revoke(request);
        assertThat(state(request)).isEqualTo(RequestState.REVOKED);
        assertThat(reseller(request).state()).isEqualTo(ResellerState.REVOKED);
        assertThat(requests.view(token(request))).isEmpty();
        assertThat(requests.decline(token(request), null)).isEmpty();
        assertThat(requests.notForMe(token(request))).isEmpty();
        assertThat(taskOf(request)).isNull();
        requests.revoke(request);
    }

    @Test
    void asksTheSameResellerAgainAfterwards() {
        Invitee invitee = invitee();
        UUID first = sentByHand(invitee);
        requests.decline(token(first), null);

        UUID second = sentByHand(invitee);

        assertThat(requests.find(second).orElseThrow().party())
                .isEqualTo(requests.find(first).orElseThrow().party());
        assertThat(reseller(second).state()).isEqualTo(ResellerState.INVITED);
        assertThat(requests.of(reseller(second).id()))
                .extracting(RequestCard::id)
                .containsExactly(second, first);
    }

    // ---- never twice
    // ----------------------------------------------------------------------------------------------------------------

    @Test
    void showsTheOpenRequestOrThePartnerInsteadOfRepeating() {
        Invitee invitee = invitee();
        UUID first = sentByHand(invitee);
        UUID second = requests.start();

        assertThat(requests.problems(second, invitee)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("email");
            assertThat(problem.key()).isEqualTo("invitation.problem.open");
            assertThat(problem.request()).isEqualTo(first);
        });
        assertThatThrownBy(() -> requests.describe(second, invitee)).isInstanceOf(IllegalArgumentException.class);

        requests.authorize(token(first), answer("5400007"));
        assertThat(requests.problems(second, invitee)).singleElement().satisfies(problem -> assertThat(problem.key())
                .isEqualTo("partnership.problem.partner"));
        Invitee sameId = new Invitee("Other", UUID.randomUUID() + "@other.example", "O", "FR", "fr", "5400007", 30);
        assertThat(requests.problems(second, sameId)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("partnerId");
            assertThat(problem.request()).isEqualTo(first);
        });
        requests.revoke(second);
    }

    @Test
    void letsOneWinWhenTwoAcceptAtOnce() throws Exception {
        UUID request = sentByHand(invitee());
        String token = token(request);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService people = Executors.newFixedThreadPool(2);
        try {
            List<Future<Invitation<Invitee, Answer>>> results = List.of(
                    people.submit(() -> {
                        go.await();
                        return requests.authorize(token, answer("5400008")).orElseThrow();
                    }),
                    people.submit(() -> {
                        go.await();
                        return requests.authorize(token, answer("5400009")).orElseThrow();
                    }));
            go.countDown();
            for (Future<Invitation<Invitee, Answer>> result : results) {
                assertThat(result.get().state()).isEqualTo(RequestState.ACTIVE);
            }
            assertThat(results.get(0).get().answer().partnerId())
                    .isEqualTo(results.get(1).get().answer().partnerId())
                    .isEqualTo(reseller(request).partnerId());
        } finally {
            people.shutdownNow();
        }
        assertThat(history(request).stream().filter("create_partner_relationship"::equals))
                .hasSize(1);
    }

    // ---- past the pages
    // -------------------------------------------------------------------------------------------------------------

    @Test
    void refusesTasksThatAreCompletedPastTheirPage() {
        UUID request = requests.start();
        Map<String, Object> invented = Map.of(
                "sendForThem",
                true,
                "eligible",
                true,
                "resellerName",
                "Invented",
                "deadline",
                new Date(0),
                "holder",
                "hal");
        String describe = taskOf(request).getId();
        assertThatThrownBy(() -> taskService.complete(describe, invented))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        assertThat(taskOf(request).getId()).isEqualTo(describe);

        Invitee invitee = invitee();
        describe(request, invitee);
        String send = taskOf(request).getId();
        assertThatThrownBy(() -> taskService.complete(send, invented))
                .hasRootCauseInstanceOf(StepIncompleteException.class);

        requests.sent(request, Channel.CLIPBOARD);
        taskService.complete(send, invented);

        assertThat(state(request)).isEqualTo(RequestState.SENT);
        String instance = instance(request);
        assertThat(runtimeService.getVariable(instance, "sendForThem")).isEqualTo(false);
        assertThat(runtimeService.getVariable(instance, "resellerName")).isEqualTo(invitee.company());
        assertThat(runtimeService.getVariable(instance, "holder")).isEqualTo("ada");
        assertThat(timer(request, "BoundaryEvent_Expired").getDuedate().toInstant())
                .isAfter(in(29));
    }

    @Test
    void keepsTheTokenOutOfEveryTableAndVariable() {
        UUID request = sentByHand(invitee());
        String token = token(request);
        requests.view(token);
        requests.authorize(token, new Answer("Contoso", "FR", null, "C", true, true));
        requests.authorize(token, answer("5400010"));

        List<String> tables = database.queryForList(
                "select table_name from information_schema.tables where lower(table_schema) = 'public'", String.class);
        assertThat(tables)
                .map(String::toLowerCase)
                .contains("partnership_request", "act_hi_varinst", "act_ge_bytearray", "audit_entry");
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

    // ---- mail
    // -----------------------------------------------------------------------------------------------------------------------

    @Test
    void sendsTheEmailForThem() throws Exception {
        UUID request = described(invitee());
        requests.sendForMe(request);
        assertThat(state(request)).isEqualTo(RequestState.SENDING);
        assertThat(requests.view(token(request)))
                .as("not in anybody's hands yet")
                .isEmpty();

        managementService.executeJob(mailJob(request).getId());

        assertThat(mailServer.getReceivedMessages()).singleElement().satisfies(mail -> {
            assertThat(mail.getSubject()).isEqualTo("Demande de partenariat de Relais Distribution");
            assertThat(mail.getContent().toString()).contains("Bonjour Clémence", token(request));
        });
        assertThat(state(request)).isEqualTo(RequestState.SENT);
        assertThat(requests.find(request).orElseThrow().sendings())
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
        requests.sendForMe(request);
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

        assertThat(mailServer.getReceivedMessages()).hasSize(1);
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
        requests.sent(request, Channel.CLIPBOARD);
        requests.sendForMe(request);

        requests.authorize(token(request), answer("5400011"));

        assertThat(state(request)).isEqualTo(RequestState.ACTIVE);
        assertThat(mailServer.getReceivedMessages()).isEmpty();
    }

    @Test
    void remindsByMailWhatWasSentByMailAndRepeatsTheReminder() throws Exception {
        UUID request = described(invitee());
        requests.sendForMe(request);
        managementService.executeJob(mailJob(request).getId());
        for (int week = 1; week <= 2; week++) {
            ClockUtil.setCurrentTime(Date.from(in(week == 1 ? 8 : 15)));
            managementService.executeJob(
                    timer(request, "BoundaryEvent_ReminderDue").getId());
            managementService.executeJob(
                    timer(request, "ServiceTask_RemindReseller").getId());
        }
        assertThat(mailServer.getReceivedMessages()).hasSize(3);
        assertThat(mailServer.getReceivedMessages()[2].getSubject()).startsWith("Rappel : ");
        assertThat(requests.find(request).orElseThrow().reminders()).isEqualTo(2);
        assertThat(requests.find(request).orElseThrow().reminderDue()).isFalse();
    }

    @Test
    void tellsStaffToRemindWhatTheySentThemselvesAndSendsItAgain() {
        UUID request = sentByHand(invitee());
        managementService.executeJob(timer(request, "BoundaryEvent_ReminderDue").getId());
        managementService.executeJob(
                timer(request, "ServiceTask_RemindReseller").getId());
        assertThat(requests.find(request).orElseThrow().reminderDue()).isTrue();
        assertThat(mailServer.getReceivedMessages()).isEmpty();

        requests.resend(request);
        requests.resend(request);
        assertThat(taskOf(request).getTaskDefinitionKey()).isEqualTo("UserTask_SendPartnershipRequestAgain");
        assertThatThrownBy(() -> taskService.complete(taskOf(request).getId(), Map.of("sendForThem", true)))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        requests.sent(request, Channel.EMAIL_PROGRAM);
        requests.done(request);
        assertThat(taskOf(request)).isNull();
        assertThat(requests.find(request).orElseThrow().reminderDue()).isFalse();

        requests.view(token(request));
        requests.resend(request);
        requests.sendForMe(request);
        managementService.executeJob(
                timer(request, "ServiceTask_SendEmailAgain").getId());
        assertThat(mailServer.getReceivedMessages()).hasSize(1);
        assertThat(state(request)).isEqualTo(RequestState.VIEWED);

        requests.resend(request);
        requests.authorize(token(request), answer("5400012"));
        assertThat(taskOf(request)).as("nothing is left to do").isNull();
        assertEnded(request, "EndEvent_PartnershipActive");
    }

    @Test
    void tellsStaffWhenTheLinkReachedTheWrongPerson() {
        UUID request = sentByHand(invitee());
        requests.notForMe(token(request));
        assertThat(requests.find(request).orElseThrow().misdirectedAt()).isNotNull();
        assertThat(requests.needingAttention(500)).extracting(RequestCard::id).contains(request);
        assertThat(requests.authorize(token(request), answer("5400013"))
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestState.ACTIVE);
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    static Invitee invitee() {
        String unique = UUID.randomUUID().toString();
        return new Invitee("Contoso " + unique, unique + "@contoso.example", "Clémence", "FR", "fr", null, 30);
    }

    static Answer answer(String partnerId) {
        return new Answer("Contoso SARL", "FR", partnerId, "Clémence Durand", true, true);
    }

    private void describe(UUID request, Invitee invitee) {
        requests.describe(request, invitee);
    }

    private UUID described(Invitee invitee) {
        UUID request = requests.start();
        describe(request, invitee);
        return request;
    }

    private UUID sentByHand(Invitee invitee) {
        UUID request = described(invitee);
        requests.done(request);
        return request;
    }

    private String token(UUID request) {
        return requests.demoToken(request);
    }

    private RequestState state(UUID request) {
        return requests.find(request).orElseThrow().state();
    }

    private ResellerCard reseller(UUID request) {
        return resellers.find(requests.find(request).orElseThrow().party()).orElseThrow();
    }

    private List<String> history(UUID request) {
        return requests.history(request).stream().map(line -> line.getAction()).toList();
    }

    private Task taskOf(UUID request) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(request.toString())
                .singleResult();
    }

    private String instance(UUID request) {
        return runtimeService
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(request.toString())
                .singleResult()
                .getId();
    }

    private Job timer(UUID request, String activity) {
        return managementService
                .createJobQuery()
                .processInstanceId(instance(request))
                .activityId(activity)
                .singleResult();
    }

    private Job mailJob(UUID request) {
        return timer(request, "ServiceTask_SendEmail");
    }

    private void assertEnded(UUID request, String end) {
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

    private static Instant in(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private <T> T asPerson(String person, Supplier<T> work) {
        engine.getIdentityService().setAuthentication(person, List.of("admin-agent"));
        try {
            return work.get();
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }
}
