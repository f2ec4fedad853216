package io.relais.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.RelaisTest;
import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.invitation.RequestState;
import io.relais.order.FlowCoverage;
import io.relais.order.SampleOrders;
import io.relais.partnership.Answer;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.ResellerState;
import io.relais.partnership.Resellers;
import io.relais.security.Side;
import io.relais.tasks.StepIncompleteException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.validation.BindingResult;
import org.springframework.validation.ObjectError;

/** Every path of an enrollment, as the reseller and staff walk it. */
@RelaisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrollmentProcessTests {

    private final FlowCoverage coverage = new FlowCoverage(EnrollmentProcess.KEY, EnrollmentProcessTests.class);

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private Enrollments enrollments;

    @Autowired
    private ResellerProfiles profiles;

    @Autowired
    private PartnershipRequests requests;

    @Autowired
    private Resellers resellers;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcTemplate database;

    private SampleEnrollments samples;

    @BeforeEach
    void nobodyIsSignedIn() {
        SecurityContextHolder.clearContext();
        samples = new SampleEnrollments(context);
    }

    @AfterEach
    void count(TestInfo test) {
        SecurityContextHolder.clearContext();
        coverage.done(test);
    }

    @AfterAll
    void everyFlowWasTaken() {
        coverage.assertComplete(engine);
    }

    @Test
    void enrollsAReseller() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2027-03-03T10:00:00Z")));
        Declaration declared = SampleEnrollments.declaration();

        UUID enrollment = samples.begun(declared, null);

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.UNCONFIRMED);
        assertThat(samples.mails(declared.email())).singleElement().satisfies(mail -> assertThat(mail)
                .contains("Bonjour Zoé Martin", "/reseller/public/enroll/" + samples.token(enrollment)));
        assertThat(resellers.findByEmail(declared.email())).isEmpty();

        enrollments.confirm(samples.token(enrollment));
        assertThat(state(enrollment)).isEqualTo(EnrollmentState.CONFIRMED);
        enrollments.agree(
                samples.token(enrollment),
                "Zoé Martin",
                true,
                Enrollments.AGREEMENT_VERSION,
                SampleOrders.nothingWrong(declared));

        EnrollmentCard waiting = enrollments.find(enrollment).orElseThrow();
        assertThat(waiting.state()).isEqualTo(EnrollmentState.IN_VERIFICATION);
        assertThat(waiting.agreedBy()).isEqualTo("Zoé Martin");
        assertThat(waiting.agreementVersion()).isEqualTo(Enrollments.AGREEMENT_VERSION);
        assertThat(waiting.followUpAt()).isEqualTo(Instant.parse("2027-03-08T10:00:00Z"));
        assertThat(waiting.dueAt()).isEqualTo(Instant.parse("2027-03-10T10:00:00Z"));
        Task task = task(enrollment);
        assertThat(task.getName()).isEqualTo("Verify the reseller – " + declared.legalName());
        assertThat(task.getAssignee()).isNull();
        assertThat(task.getDueDate().toInstant()).isEqualTo(waiting.dueAt());
        assertThat(task.getFollowUpDate().toInstant()).isEqualTo(waiting.followUpAt());
        assertThat(engine.getTaskService().getIdentityLinksForTask(task.getId()))
                .extracting(IdentityLink::getGroupId)
                .containsExactlyInAnyOrder("admin-agent", "sales-agent");

        assertThat(samples.decided("sam", enrollment, Decision.APPROVE, null).getAllErrors())
                .isEmpty();

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.APPROVED);
        ResellerCard reseller = resellers.findByEmail(declared.email()).orElseThrow();
        assertThat(enrollments.find(enrollment).orElseThrow().reseller()).isEqualTo(reseller.id());
        assertThat(reseller.state()).isEqualTo(ResellerState.ENROLLED);
        assertThat(reseller.company()).isEqualTo(declared.legalName());
        assertThat(resellers.enrollmentFacts(reseller.id()))
                .contains(new Answer(declared.legalName(), "FR", declared.partnerId(), "Zoé Martin", true, true));
        assertThat(profiles.find(reseller.id()).orElseThrow().profile()).isEqualTo(declared.profile());
        assertThat(accounts.of(Side.RESELLER, reseller.id())).singleElement().satisfies(account -> {
            assertThat(account.userName()).isEqualTo(declared.email());
            assertThat(account.administrator()).isTrue();
            assertThat(account.passwordSetAt()).isNull();
        });
        assertThat(samples.mails(declared.email())).hasSize(3).anySatisfy(mail -> assertThat(mail)
                .contains("/reseller/public/password/"));
        assertEnded(enrollment, "EndEvent_ResellerEnrolled");
        assertThat(enrollments.history(enrollment))
                .as("by whom the rest was done")
                .filteredOn(line -> line.getAction().matches("approve_enrollment|send_enrollment_link"))
                .extracting(AuditEntry::getActor)
                .containsExactly("sam", AuditTrail.SYSTEM);
        assertThat(enrollments.history(enrollment))
                .extracting(AuditEntry::getAction)
                .containsExactly(
                        "approve_enrollment",
                        "accept_agreement",
                        "confirm_email",
                        "send_enrollment_link",
                        "begin_enrollment");
    }

    @Test
    void letsThePartnershipRequestThatWaitsGoOnByItself() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        String link = invited(email);
        UUID request = requests.waiting(link).orElseThrow().id();
        Declaration declared = SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId());
        UUID enrollment = samples.inVerification(declared, request);
        assertThat(requests.find(request).orElseThrow().state().answerable()).isTrue();

        samples.decided("sam", enrollment, Decision.APPROVE, null);

        assertThat(requests.find(request).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
        ResellerCard partner = resellers.findByEmail(email).orElseThrow();
        assertThat(partner.id()).isEqualTo(requests.find(request).orElseThrow().party());
        assertThat(partner.active()).isTrue();
        assertThat(partner.partnerId()).isEqualTo(declared.partnerId());
        assertThat(partner.company()).isEqualTo(declared.legalName());
        assertThat(resellers.obstacles(partner.id())).isEmpty();
    }

    @Test
    void letsARequestToTheSameAddressGoOnWhereverTheResellerCameFrom() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        UUID before = requests.waiting(invited(email)).orElseThrow().id();
        Declaration late = SampleEnrollments.declaration();

        UUID enrollment =
                samples.inVerification(SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId()), null);
        assertThat(enrollments.find(enrollment).orElseThrow().request()).isEqualTo(before);
        assertThat(keys(enrollment)).contains("enrollment.check.request.waits");
        samples.decided("sam", enrollment, Decision.APPROVE, null);
        UUID second = samples.inVerification(late, null);
        UUID meanwhile = requests.waiting(invited(late.email())).orElseThrow().id();
        samples.decided("sam", second, Decision.APPROVE, null);

        for (UUID request : List.of(before, meanwhile)) {
            assertThat(requests.find(request).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
        }
        assertThat(resellers.findByEmail(email).orElseThrow().active()).isTrue();
        assertThat(resellers.findByEmail(late.email()).orElseThrow().active()).isTrue();
    }

    @Test
    void enrollsAlsoWhenTheRequestHasEndedMeanwhile() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        String link = invited(email);
        UUID request = requests.waiting(link).orElseThrow().id();
        UUID enrollment = samples.inVerification(
                SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId()), request);
        requests.decline(link, "Too early");

        samples.decided("sam", enrollment, Decision.APPROVE, null);

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.APPROVED);
        assertThat(requests.find(request).orElseThrow().state()).isEqualTo(RequestState.DECLINED);
        assertThat(resellers.findByEmail(email).orElseThrow().state()).isEqualTo(ResellerState.ENROLLED);
    }

    @Test
    void asksForInformationAndDecidesWithTheAnswer() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, null);

        samples.decided("sam", enrollment, Decision.ASK, "Who signs for you?");

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.INFORMATION_ASKED);
        assertThat(tasks(enrollment)).isEmpty();
        assertThat(samples.mails(declared.email()))
                .anySatisfy(mail -> assertThat(mail).contains("Who signs for you?", samples.token(enrollment)));

        enrollments.answer(samples.token(enrollment), "Our director.", null, SampleOrders.nothingWrong(declared));

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.IN_VERIFICATION);
        assertThat(task(enrollment).getAssignee()).as("back to who asked").isEqualTo("sam");
        assertThat(enrollments.find(enrollment).orElseThrow().answer()).isEqualTo("Our director.");
        samples.decided("sam", enrollment, Decision.APPROVE, null);
        assertThat(state(enrollment)).isEqualTo(EnrollmentState.APPROVED);
    }

    @Test
    void comesBackToStaffWhenNoAnswerComes() {
        UUID enrollment = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.decided("ada", enrollment, Decision.ASK, "Who signs for you?");

        fire(enrollment, "BoundaryEvent_NoInformation");

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.IN_VERIFICATION);
        assertThat(enrollments.find(enrollment).orElseThrow().answer()).isNull();
        assertThat(task(enrollment).getAssignee()).isEqualTo("ada");
    }

    @Test
    void keepsAnAnswerThatComesLateUntilStaffHaveDecided() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, null);
        samples.decided("ada", enrollment, Decision.ASK, "Who signs for you?");
        fire(enrollment, "BoundaryEvent_NoInformation");
        String right = SampleEnrollments.freshPartnerId();

        assertThat(answer(enrollment, "Our director.", right).getAllErrors()).isEmpty();

        EnrollmentCard answered = enrollments.find(enrollment).orElseThrow();
        assertThat(answered.answer()).isEqualTo("Our director.");
        assertThat(answered.declaration().partnerId()).isEqualTo(right);
        assertThat(answered.state()).isEqualTo(EnrollmentState.IN_VERIFICATION);
        assertThat(answer(enrollment, " Our director. ", right).getAllErrors())
                .as("pressed twice")
                .isEmpty();
        assertThat(answer(enrollment, "Somebody else.", right).getGlobalErrors())
                .extracting(ObjectError::getCode)
                .containsExactly("enrollment.problem.answer");
        assertThat(enrollments.find(enrollment).orElseThrow().answer()).isEqualTo("Our director.");
        assertThat(samples.decided("ada", enrollment, Decision.APPROVE, null).getAllErrors())
                .isEmpty();
    }

    private BindingResult answer(UUID enrollment, String text, String partnerId) {
        BindingResult errors = SampleOrders.nothingWrong(new EnrollmentAnswer(text, partnerId));
        enrollments.answer(samples.token(enrollment), text, partnerId, errors);
        return errors;
    }

    @Test
    void approvesNothingWithATextThatNobodyWouldRead() {
        UUID enrollment = samples.inVerification(SampleEnrollments.declaration(), null);

        assertThat(samples.decided("sam", enrollment, Decision.APPROVE, "Only if …")
                        .getAllErrors())
                .extracting(ObjectError::getCode)
                .containsExactly("enrollment.problem.unread");

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.IN_VERIFICATION);
    }

    @Test
    void refusesWithAReasonAndLetsTheResellerEnrollAnew() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, null);

        assertThat(samples.decided("sam", enrollment, Decision.REFUSE, " ").getFieldError("text"))
                .isNotNull();
        samples.decided("sam", enrollment, Decision.REFUSE, "The register does not know you.");

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.REFUSED);
        assertThat(samples.mails(declared.email()))
                .anySatisfy(mail -> assertThat(mail).contains("The register does not know you."));
        assertThat(resellers.findByEmail(declared.email())).isEmpty();
        assertThat(accounts.taken(declared.email())).isFalse();
        assertEnded(enrollment, "EndEvent_Refused");
        assertThat(samples.begun(declared, null)).isNotEqualTo(enrollment);
    }

    @Test
    void expiresWhenTheAddressIsNotConfirmed() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.begun(declared, null);
        later(Duration.ofDays(7));

        enrollments.confirm(samples.token(enrollment));
        assertThat(state(enrollment))
                .as("too late, even before the timer says so")
                .isEqualTo(EnrollmentState.EXPIRED);
        enrollments.sendAgain(declared.email());
        assertThat(samples.mails(declared.email()))
                .as("no link to what is over")
                .hasSize(1);
        UUID anew = samples.begun(declared, null);
        assertThat(anew).isNotEqualTo(enrollment);
        enrollments.withdraw(samples.token(anew));
        fire(enrollment, "BoundaryEvent_NotConfirmed");

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.EXPIRED);
        assertEnded(enrollment, "EndEvent_Expired");
        assertThat(samples.mails(declared.email()))
                .as("who never confirmed may be a stranger and is left alone")
                .hasSize(2);
        samples.begun(declared, null);
    }

    @Test
    void expiresWhenTheAgreementIsNotAccepted() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.confirmed(declared, null);

        fire(enrollment, "BoundaryEvent_NotAgreed");

        assertThat(samples.mails(declared.email()))
                .filteredOn(mail -> mail.startsWith("Votre inscription auprès de Relais Distribution a pris fin"))
                .singleElement()
                .satisfies(mail -> assertThat(mail).contains(samples.token(enrollment)));

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.EXPIRED);
        assertEnded(enrollment, "EndEvent_Expired");
    }

    @Test
    void isWithdrawnByTheResellerUntilItIsDecided() {
        UUID begun = samples.begun(SampleEnrollments.declaration(), null);
        UUID confirmed = samples.confirmed(SampleEnrollments.declaration(), null);
        UUID waiting = samples.inVerification(SampleEnrollments.declaration(), null);
        UUID asked = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.decided("sam", asked, Decision.ASK, "Who signs for you?");
        UUID approved = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.decided("sam", approved, Decision.APPROVE, null);

        for (UUID open : List.of(begun, confirmed, waiting, asked)) {
            enrollments.withdraw(samples.token(open));
            assertThat(state(open)).isEqualTo(EnrollmentState.WITHDRAWN);
            assertThat(tasks(open)).isEmpty();
            assertEnded(open, "EndEvent_Withdrawn");
        }
        enrollments.withdraw(samples.token(approved));
        assertThat(state(approved)).isEqualTo(EnrollmentState.APPROVED);
    }

    @Test
    void remindsStaffOnceWhenItIsOverdue() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, null);
        assertThat(timer(enrollment, "BoundaryEvent_Overdue").getDuedate().toInstant())
                .isEqualTo(enrollments.find(enrollment).orElseThrow().dueAt());

        fire(enrollment, "BoundaryEvent_Overdue");

        for (String person : List.of("ada", "sam", "sofia")) {
            assertThat(samples.mails(person + "@demo.relais.example"))
                    .filteredOn(mail -> mail.contains(declared.legalName()))
                    .singleElement()
                    .satisfies(mail -> assertThat(mail).contains("/enrollments/" + enrollment));
        }
        assertThat(enrollments.find(enrollment).orElseThrow().remindedAt()).isNotNull();
        assertThat(timer(enrollment, "BoundaryEvent_Overdue")).isNull();
        assertThat(task(enrollment)).isNotNull();
    }

    @Test
    void letsNobodyPastThePage() {
        UUID enrollment = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.claim("sam", enrollment);

        assertThatThrownBy(() -> engine.getTaskService()
                        .complete(task(enrollment).getId(), Map.of(EnrollmentProcess.DECISION, "APPROVE")))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        assertThatThrownBy(() -> engine.getRuntimeService()
                        .startProcessInstanceByKey(EnrollmentProcess.KEY, enrollment.toString()))
                .isInstanceOf(IllegalStateException.class);

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.IN_VERIFICATION);
    }

    @Test
    void tellsTheOwnerOfAnAddressInItsLanguageAndNobodyElse() {
        Declaration enrolled = SampleEnrollments.declaration();
        UUID reseller = samples.enrolled(enrolled);
        Declaration stranger = SampleEnrollments.declaration(enrolled.email(), SampleEnrollments.freshPartnerId());
        int before = samples.mails(enrolled.email()).size();

        UUID begun = samples.begun(stranger, null);

        assertThat(samples.mails(enrolled.email()))
                .hasSize(before + 1)
                .filteredOn(mail -> mail.startsWith("Quelqu’un a tenté de s’inscrire avec votre adresse"))
                .singleElement()
                .satisfies(mail -> assertThat(mail)
                        .contains("Vous avez déjà un compte", "/reseller/login")
                        .doesNotContain(stranger.legalName(), stranger.contact(), samples.token(begun)));
        enrollments.sendAgain(enrolled.email());
        assertThat(samples.mails(enrolled.email())).as("not at once again").hasSize(before + 1);

        database.update(
                "delete from account_link where account_id in (select id from account where party_id = ?)", reseller);
        database.update("delete from account where party_id = ?", reseller);
        later(Duration.ofHours(1));
        enrollments.sendAgain(enrolled.email());
        assertThat(samples.mails(enrolled.email()))
                .filteredOn(mail -> mail.contains("Votre entreprise est déjà inscrite"))
                .hasSize(1);
    }

    @Test
    void sendsTheLinkAgainToWhoEnrollsTwice() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.begun(declared, null);
        later(Duration.ofHours(1));

        assertThat(samples.begun(SampleEnrollments.declaration(declared.email(), "5700001"), null))
                .isEqualTo(enrollment);

        assertThat(samples.mails(declared.email())).hasSize(2).allSatisfy(mail -> assertThat(mail)
                .contains(samples.token(enrollment), "Vous avez 7 jours pour continuer", "retirez"));
        enrollments.confirm(samples.token(enrollment));
        later(Duration.ofHours(2));
        samples.begun(declared, null);
        assertThat(samples.mails(declared.email()))
                .filteredOn(mail -> mail.contains("tenté de s’inscrire encore une fois"))
                .singleElement()
                .satisfies(mail -> assertThat(mail).contains(samples.token(enrollment)));
    }

    @Test
    void saysHowManyDaysAreLeftAsOneSaysIt() {
        Declaration declared = SampleEnrollments.declaration();
        samples.begun(declared, null);
        later(Duration.ofHours(6 * 24 + 12));

        enrollments.sendAgain(declared.email());

        assertThat(samples.mails(declared.email()))
                .anySatisfy(mail -> assertThat(mail).contains("Vous avez 7 jours pour continuer"))
                .anySatisfy(mail -> assertThat(mail).contains("Vous avez 1 jour pour continuer"));
    }

    @Test
    void tellsOnlyStaffWhoElseHasAPartnerId() {
        Declaration first = SampleEnrollments.declaration();
        UUID earlier = samples.inVerification(first, null);
        UUID partner = new SampleOrders(context).activeReseller("Partenaire " + SampleOrders.freshDomain());
        String partnerId = resellers.find(partner).orElseThrow().partnerId();

        UUID second = samples.inVerification(
                SampleEnrollments.declaration("other@" + first.email().split("@")[1], first.partnerId()), null);
        UUID third = samples.inVerification(
                SampleEnrollments.declaration("a@" + SampleOrders.freshDomain() + ".example", partnerId), null);
        UUID own = samples.inVerification(
                SampleEnrollments.declaration(
                        resellers.find(partner).orElseThrow().email(), partnerId),
                null);

        assertThat(keys(earlier)).contains("enrollment.check.partnerId.claimed");
        assertThat(keys(second)).contains("enrollment.check.partnerId.claimed");
        assertThat(keys(third)).contains("enrollment.check.partnerId.taken");
        assertThat(keys(own))
                .as("a partner may enroll itself")
                .contains("enrollment.check.partnerId.claimed", "enrollment.check.reseller.known");
        assertThat(samples.decided("sam", second, Decision.APPROVE, null).getAllErrors())
                .as("of two who claim it, the first to be approved has it")
                .isEmpty();
        assertThat(refusedApproval(earlier))
                .containsExactly("enrollment.check.partnerId.taken", "enrollment.problem.blocked");
    }

    @Test
    void approvesNothingWhoseAddressIsAnotherResellersMeanwhile() {
        String asked = "asked@" + SampleOrders.freshDomain() + ".example";
        UUID request = requests.waiting(invited(asked)).orElseThrow().id();
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, request);
        invited(declared.email());

        assertThat(refusedApproval(enrollment))
                .containsExactly("enrollment.check.email.taken", "enrollment.problem.blocked");

        assertThat(state(enrollment)).isEqualTo(EnrollmentState.IN_VERIFICATION);
        assertThat(resellers.findByEmail(asked).orElseThrow().state()).isEqualTo(ResellerState.INVITED);
        assertThat(samples.decided("sam", enrollment, Decision.REFUSE, "Bitte zuerst klären.")
                        .getAllErrors())
                .isEmpty();
        assertThat(state(enrollment)).isEqualTo(EnrollmentState.REFUSED);
    }

    @Test
    void approvesAResellerOnlyOnce() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        UUID request = requests.waiting(invited(email)).orElseThrow().id();
        UUID byRequest = samples.inVerification(SampleEnrollments.declaration(), request);
        UUID byAddress =
                samples.inVerification(SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId()), null);
        assertThat(samples.decided("sam", byAddress, Decision.APPROVE, null).getAllErrors())
                .isEmpty();

        assertThat(refusedApproval(byRequest))
                .containsExactly("enrollment.check.reseller.enrolled", "enrollment.problem.blocked");
        BindingResult errors = SampleOrders.nothingWrong(SampleEnrollments.declaration());
        enrollments.begin(SampleEnrollments.declaration(), request, errors);
        assertThat(errors.getFieldErrors())
                .extracting(ObjectError::getCode)
                .containsExactly("enrollment.problem.enrolled");
    }

    @Test
    void doesNotLetAnUnconfirmedAddressBlockAPartnerId() {
        Declaration squatter = SampleEnrollments.declaration();
        samples.begun(squatter, null);

        UUID real = samples.inVerification(
                SampleEnrollments.declaration("real@" + SampleOrders.freshDomain() + ".example", squatter.partnerId()),
                null);

        assertThat(keys(real)).contains("enrollment.check.partnerId.free");
    }

    @Test
    void approvesNothingWhosePartnerIdWasTakenMeanwhile() {
        Declaration slow = SampleEnrollments.declaration();
        Declaration quick =
                SampleEnrollments.declaration("quick@" + SampleOrders.freshDomain() + ".example", slow.partnerId());
        UUID first = samples.begun(slow, null);
        UUID second = samples.inVerification(quick, null);
        samples.decided("sam", second, Decision.APPROVE, null);
        enrollments.confirm(samples.token(first));
        enrollments.agree(
                samples.token(first),
                "Zoé Martin",
                true,
                Enrollments.AGREEMENT_VERSION,
                SampleOrders.nothingWrong(slow));

        assertThat(refusedApproval(first))
                .containsExactly("enrollment.check.partnerId.taken", "enrollment.problem.blocked");
        assertThat(state(first)).isEqualTo(EnrollmentState.IN_VERIFICATION);
        assertThat(keys(first)).contains("enrollment.check.partnerId.taken", "enrollment.check.website.same");
    }

    @Test
    void letsTheResellerCorrectItsPartnerIdWhenAsked() {
        Declaration slow = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(slow, null);
        samples.enrolled(
                SampleEnrollments.declaration("quick@" + SampleOrders.freshDomain() + ".example", slow.partnerId()));
        assertThat(refusedApproval(enrollment)).contains("enrollment.check.partnerId.taken");
        samples.decided("sam", enrollment, Decision.ASK, "Votre ID partenaire ?");
        BindingResult wrong = SampleOrders.nothingWrong(new EnrollmentAnswer("Pardon.", "12"));
        enrollments.answer(samples.token(enrollment), "Pardon.", "12", wrong);
        assertThat(wrong.getFieldErrors())
                .extracting(ObjectError::getCode)
                .containsExactly("partnership.problem.partnerId");
        String right = SampleEnrollments.freshPartnerId();

        enrollments.answer(samples.token(enrollment), "Pardon.", right, SampleOrders.nothingWrong(slow));

        assertThat(keys(enrollment)).contains("enrollment.check.partnerId.free");
        assertThat(samples.decided("sam", enrollment, Decision.APPROVE, null).getAllErrors())
                .isEmpty();
        assertThat(resellers.findByEmail(slow.email()).orElseThrow().partnerId())
                .isEqualTo(right);
        assertThat(enrollments.history(enrollment))
                .filteredOn(entry -> entry.getAction().equals("correct_partner_id"))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.getOldValue() + entry.getNewValue()).isEqualTo(slow.partnerId() + right));
    }

    public record EnrollmentAnswer(String answer, String partnerId) {}

    @Test
    void sendsTheLinkAgainButNeitherAtOnceNorForEver() {
        Declaration declared = SampleEnrollments.declaration();
        samples.begun(declared, null);

        enrollments.sendAgain(declared.email());
        assertThat(samples.mails(declared.email())).hasSize(1);
        for (int hour = 0; hour < 10; hour++) {
            later(Duration.ofHours(1));
            enrollments.sendAgain(declared.email().toUpperCase(java.util.Locale.ROOT));
        }
        assertThat(samples.mails(declared.email())).hasSize(6);
        enrollments.sendAgain("nobody@nowhere.example");
    }

    @Test
    void needsNoNewDeclarationForTheNextPartnership() {
        Declaration declared = SampleEnrollments.declaration();
        UUID reseller = samples.enrolled(declared);
        String link = invited(declared.email());
        UUID request = requests.waiting(link).orElseThrow().id();
        assertThat(resellers.find(reseller).orElseThrow().company())
                .as("what staff typed replaces nothing that was verified")
                .isEqualTo(declared.legalName());

        assertThat(requests.accept(request, UUID.randomUUID(), "stranger@other.example"))
                .isEmpty();
        requests.authorize(link, new Answer("Else", "DE", "5899999", "Somebody Else", true, true));
        assertThat(requests.find(request).orElseThrow().state().answerable())
                .as("whoever has the link declares nothing for an enrolled reseller")
                .isTrue();

        assertThat(requests.accept(request, reseller, declared.email())).contains(RequestState.ACTIVE);
        assertThat(resellers.find(reseller).orElseThrow().active()).isTrue();
        assertThat(resellers.find(reseller).orElseThrow().partnerId()).isEqualTo(declared.partnerId());
        assertThat(requests.accept(request, reseller, declared.email()))
                .as("a second time nothing more happens")
                .contains(RequestState.ACTIVE);
    }

    @Test
    void declinesForTheOwnResellerOnly() {
        Declaration declared = SampleEnrollments.declaration();
        UUID reseller = samples.enrolled(declared);
        UUID request = requests.waiting(invited(declared.email())).orElseThrow().id();

        assertThat(requests.decline(request, UUID.randomUUID(), null)).isEmpty();
        assertThat(requests.decline(request, reseller, "No, thanks")).contains(RequestState.DECLINED);
        assertThat(resellers.enrollmentFacts(reseller)).isPresent();
    }

    @Test
    void keepsTheAccountOfAPersonThatIsThereAlready() {
        Declaration declared = SampleEnrollments.declaration(
                "claire.morel@nuage-atlantique.example", SampleEnrollments.freshPartnerId());
        samples.begun(declared, null);
        assertThat(samples.mails(declared.email()))
                .filteredOn(mail -> mail.contains("/reseller/login"))
                .isNotEmpty();
        ResellerCard demo = resellers.findByEmail(declared.email()).orElseThrow();
        assertThat(accounts.of(Side.RESELLER, demo.id()))
                .extracting(AccountCard::userName)
                .contains(declared.email());
        assertThat(profiles.find(demo.id())).isPresent();
        assertThat(demo.active()).isTrue();
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    private String invited(String email) {
        return SampleOrders.as("sam", () -> SampleOrders.invited(requests, "As staff know it", email));
    }

    private List<String> refusedApproval(UUID enrollment) {
        return samples.decided("sam", enrollment, Decision.APPROVE, null).getGlobalErrors().stream()
                .map(ObjectError::getCode)
                .toList();
    }

    private List<String> keys(UUID enrollment) {
        return enrollments.checks(enrollment).stream().map(Check::key).toList();
    }

    private EnrollmentState state(UUID enrollment) {
        return enrollments.find(enrollment).orElseThrow().state();
    }

    private List<Task> tasks(UUID enrollment) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(enrollment.toString())
                .list();
    }

    private Task task(UUID enrollment) {
        assertThat(tasks(enrollment)).hasSize(1);
        return tasks(enrollment).get(0);
    }

    private void later(Duration time) {
        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(time)));
    }

    private Job timer(UUID enrollment, String event) {
        return engine.getManagementService()
                .createJobQuery()
                .processInstanceId(engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(enrollment.toString(), EnrollmentProcess.KEY)
                        .singleResult()
                        .getId())
                .activityId(event)
                .singleResult();
    }

    private void fire(UUID enrollment, String event) {
        engine.getManagementService().executeJob(timer(enrollment, event).getId());
    }

    private void assertEnded(UUID enrollment, String end) {
        String instance = engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(enrollment.toString())
                .finished()
                .singleResult()
                .getId();
        assertThat(engine.getHistoryService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(instance)
                        .list())
                .extracting(HistoricActivityInstance::getActivityId)
                .contains(end);
    }
}
