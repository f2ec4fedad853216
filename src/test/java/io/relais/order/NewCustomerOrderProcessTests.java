package io.relais.order;

import static io.relais.order.NewCustomerOrderProcess.CHOOSE_SUBSCRIPTIONS;
import static io.relais.order.NewCustomerOrderProcess.ENTER_DETAILS;
import static io.relais.order.NewCustomerOrderProcess.HAND_OVER;
import static io.relais.order.NewCustomerOrderProcess.REVIEW_ORDER;
import static io.relais.order.SampleOrders.BASIC;
import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.freshDomain;
import static io.relais.order.SampleOrders.nothingWrong;
import static io.relais.order.SampleOrders.page1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import io.relais.RelaisTest;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.customer.Customers;
import io.relais.partnership.Obstacle;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskCard;
import io.relais.tasks.TaskNotHeldException;
import io.relais.tasks.Tasks;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.validation.BindingResult;

/** Every path of {@code new-customer-order}, with the real faces and tables; jobs run when the test says so. */
@RelaisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewCustomerOrderProcessTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private RuntimeService runtimeService;

    @Autowired
    private TaskService taskService;

    @Autowired
    private ManagementService managementService;

    @Autowired
    private HistoryService historyService;

    @Autowired
    private RepositoryService repositoryService;

    @Autowired
    private IdentityService identityService;

    @Autowired
    private Orders orders;

    @Autowired
    private Tasks tasks;

    @Autowired
    private Customers customers;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcClient database;

    private SampleOrders sample;
    private String domain;
    private final FlowCoverage coverage = new FlowCoverage(NewCustomerOrderProcess.KEY, getClass());

    @BeforeEach
    void signIn() {
        BpmnAwareTests.init(engine);
        sample = new SampleOrders(context);
        domain = freshDomain();
        as("sam");
    }

    @AfterEach
    void signOut(TestInfo test) {
        coverage.done(test);
        asNobody();
        identityService.clearAuthentication();
    }

    // ---- the happy path

    @Test
    void placesTheOrderAndHandsOverTheSignInData() {
        UUID reseller = sample.activeReseller("Alpes Cloud " + domain);
        UUID order = orders.start(reseller);
        ProcessInstance instance = instance(order);
        assertThat(instance).isWaitingAt(ENTER_DETAILS);
        assertThat(task(order)).isAssignedTo("sam");
        assertThat(task(order)).hasCandidateGroupAssociated("sales-agent");

        sample.enterDetails(order, page1("Contoso", domain, reseller));
        assertThat(instance).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
        Assertions.name(task(order), "Choose the subscriptions – Contoso");

        sample.choose(
                order,
                new OrderLine(sample.line(BASIC, "10").offerId(), "10", reseller),
                sample.line(SampleOrders.E3, "2"));
        assertThat(instance).isWaitingAt(REVIEW_ORDER);

        orders.submit(order);
        assertThat(instance).isWaitingAt("ServiceTask_CreateCustomerAccount");
        assertThat(order(order)).containsEntry("STATE", "SUBMITTED").containsEntry("SUBMITTED_BY", "sam");
        assertNothingIsMade(order, domain);

        sample.runJob(order);
        assertThat(instance).isWaitingAt(HAND_OVER);
        assertThat(task(order)).isAssignedTo("sam");
        UUID customer = (UUID) order(order).get("CUSTOMER_ID");
        assertThat(order(order)).containsEntry("STATE", "PLACED").hasEntrySatisfying("NUMBER", number -> assertThat(
                        (Long) number)
                .isGreaterThanOrEqualTo(1000));
        assertThat(row("select company_name, domain_prefix, attested_by from customer where id = ?", customer))
                .containsEntry("COMPANY_NAME", "Contoso")
                .containsEntry("DOMAIN_PREFIX", domain)
                .containsEntry("ATTESTED_BY", "sam");
        assertThat(customers.resellersOf(customer)).containsExactly(reseller);
        assertThat(row("select user_name, must_change from account where party_id = ?", customer))
                .containsEntry("USER_NAME", "admin@" + domain + ".onmicrosoft.com")
                .containsEntry("MUST_CHANGE", true);
        assertThat(database.sql(
                                "select licenses, reseller_on_record_id from subscription where order_id = ? order by line_number")
                        .param(order)
                        .query()
                        .listOfRows())
                .extracting(row -> row.get("LICENSES"), row -> row.get("RESELLER_ON_RECORD_ID"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(10, reseller),
                        org.assertj.core.groups.Tuple.tuple(2, null));

        assertThat(orders.revealPassword(order)).isPresent();
        orders.handedOver(order);
        assertThat(instance).isEnded().hasPassed("EndEvent_CustomerAdded");
        assertThat(order(order).get("HANDED_OVER_AT")).isNotNull();
        assertThat(count("sealed_password where hand_over = ?", order)).isZero();
        assertThat(actions("order", order))
                .containsExactly("start_order", "submit_order", "create_order", "hand_over_sign_in_data");
        assertThat(actions("customer", customer))
                .containsExactly("add_customer", "associate_reseller", "reveal_temporary_password");
        assertThat(audit.of("customer", customer, 10))
                .extracting(AuditEntry::getActor)
                .containsOnly("sam");
    }

    @Test
    void placesAnOrderOfADirectCustomerAndWarnsThatNobodyEarnsIncentives() {
        UUID order = sample.atReview("Fabrikam " + domain, domain, null);

        assertThat(orders.at(order, REVIEW_ORDER).warnings())
                .containsExactly("order.warning.directCustomer", "order.warning.noResellerOnRecord");
        orders.submit(order);
        sample.runJob(order);

        UUID customer = (UUID) order(order).get("CUSTOMER_ID");
        assertThat(customers.resellersOf(customer)).isEmpty();
    }

    // ---- back and forth

    @Test
    void goesBackToDetailsFromTheSubscriptionsAndKeepsWhatIsChosen() {
        UUID order = sample.atSubscriptions("Adatum", domain, null);
        OrderSelection halfTyped =
                new OrderSelection(List.of(new OrderLine(sample.line(BASIC, "1").offerId(), "abc", null)));

        orders.backToDetails(order, halfTyped);

        assertThat(instance(order)).isWaitingAt(ENTER_DETAILS);
        sample.enterDetails(order, page1("Adatum Europe", domain, null));
        assertThat(instance(order)).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
        assertThat(orders.at(order, CHOOSE_SUBSCRIPTIONS).lines())
                .extracting(line -> line.entered().licenses())
                .containsExactly("abc");
        Assertions.name(task(order), "Choose the subscriptions – Adatum Europe");
    }

    @Test
    void goesBackToDetailsFromReview() {
        UUID order = sample.atReview("Litware", domain, null);

        orders.updateDetails(order);

        assertThat(instance(order)).isWaitingAt(ENTER_DETAILS);
        String other = freshDomain();
        sample.enterDetails(order, page1("Litware", other, null));
        sample.choose(order, sample.line(BASIC, "10"));
        orders.submit(order);
        sample.runJob(order);
        assertThat(customers.domainTaken(other)).isTrue();
        assertThat(customers.domainTaken(domain)).isFalse();
    }

    @Test
    void updatesTheSubscriptionsFromReview() {
        UUID order = sample.atReview("Proseware", domain, null);

        orders.updateSubscriptions(order);

        assertThat(instance(order)).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
        sample.choose(order, sample.line(BASIC, "25"));
        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
        assertThat(orders.at(order, REVIEW_ORDER).lines())
                .extracting(line -> line.entered().licenses())
                .containsExactly("25");
    }

    @Test
    void goesOnWithItsReviewOnlyWhenNothingIsWrong() {
        UUID order = orders.start(null);
        OrderDetails wrong = page1("X", "not a domain", null);
        BindingResult errors = nothingWrong(wrong);

        orders.enterDetails(order, wrong, errors);

        assertThat(errors.getFieldErrors())
                .extracting(error -> error.getField())
                .containsExactlyInAnyOrder("details.companyName", "details.domainPrefix");
        assertThat(instance(order)).isWaitingAt(ENTER_DETAILS);
        assertThat(order(order)).as("kept as typed").containsEntry("COMPANY_NAME", "X");

        sample.enterDetails(order, page1("Xylos", domain, null));
        OrderSelection nothing = new OrderSelection(List.of());
        errors = nothingWrong(nothing);
        orders.choose(order, nothing, errors);
        assertThat(errors.getGlobalErrors())
                .extracting(error -> error.getCode())
                .containsExactly("order.lines.none");
        assertThat(instance(order)).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
    }

    @Test
    void findsADraftAgainWhenItWasLeft() {
        UUID order = orders.start(null);
        orders.keepDetails(order, new OrderDetails(null, SampleOrders.details("Half typed", "half"), null));

        assertThat(tasks.mine(0, 1000)).extracting(TaskCard::caseId).contains(order.toString());
        assertThat(orders.at(order, ENTER_DETAILS).entered().details().companyName())
                .isEqualTo("Half typed");
        assertThat(orders.start(null))
                .as("a draft that was touched is not taken for a new one")
                .isNotEqualTo(order);
    }

    @Test
    void opensTheSameEmptyDraftWhenStartedTwice() {
        UUID reseller = sample.activeReseller("Twice " + domain);

        assertThat(orders.start(reseller)).isEqualTo(orders.start(reseller));
    }

    // ---- cancelling

    @Test
    void cancelsAtTheDetails() {
        UUID order = orders.start(null);
        orders.keepDetails(order, page1("Cancelled", domain, null));

        assertCancels(order, ENTER_DETAILS);
    }

    @Test
    void cancelsAtTheSubscriptions() {
        UUID order = sample.atSubscriptions("Cancelled", domain, null);
        orders.keepSelection(order, new OrderSelection(List.of(sample.line(BASIC, "3"))));

        assertCancels(order, CHOOSE_SUBSCRIPTIONS);
    }

    @Test
    void cancelsAtReview() {
        assertCancels(sample.atReview("Cancelled", domain, null), REVIEW_ORDER);
    }

    private void assertCancels(UUID order, String step) {
        ProcessInstance instance = instance(order);
        assertThat(instance).isWaitingAt(step);

        orders.cancel(order);

        assertThat(instance).isEnded().hasPassed("EndEvent_OrderCancelled");
        assertThat(count("customer_order where id = ?", order)).isZero();
        assertThat(count("order_line where order_id = ?", order)).isZero();
        assertThat(count("customer where domain_prefix = ?", domain)).isZero();
        assertThat(customers.domainTaken(domain)).isFalse();
        assertThat(orders.find(order)).isEmpty();
        assertThat(actions("order", order)).containsExactly("start_order", "cancel_order");
    }

    @Test
    void cannotBeCancelledOnceItIsSubmitted() {
        UUID submitted = sample.submitted("Too late", domain, null);

        assertThatThrownBy(() -> orders.cancel(submitted)).isInstanceOf(StepNotOpenException.class);
        // Past our face, too: the message itself is refused.
        assertThatThrownBy(() -> runtimeService
                        .createMessageCorrelation(NewCustomerOrderProcess.CANCELLED_MESSAGE)
                        .processInstanceBusinessKey(submitted.toString())
                        .correlate())
                .isInstanceOf(IllegalStateException.class);
        assertThat(order(submitted)).containsEntry("STATE", "SUBMITTED");

        sample.runJob(submitted);
        assertThatThrownBy(() -> orders.cancel(submitted)).isInstanceOf(StepNotOpenException.class);
        assertThat(instance(submitted)).isWaitingAt(HAND_OVER);
    }

    @Test
    void canBeCancelledByNobodyButThePersonWhoHoldsIt() {
        UUID order = sample.atReview("Mine", domain, null);
        as("sofia");

        assertThatThrownBy(() -> orders.cancel(order)).isInstanceOf(TaskNotHeldException.class);
        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
    }

    @Test
    void hasNothingToCancelASecondTime() {
        UUID order = sample.atReview("Cancelled twice", domain, null);
        orders.cancel(order);

        assertThatThrownBy(() -> orders.cancel(order)).isInstanceOf(StepNotOpenException.class);
        assertThat(actions("order", order)).containsExactly("start_order", "cancel_order");
    }

    // ---- refusals

    @Test
    void asksAgainWhenTheDomainIsTakenAtTheCheck() {
        UUID late = sample.atReview("Late", domain, null);
        sample.placed("Early", domain, null);

        orders.submit(late);

        assertThat(instance(late)).isWaitingAt(REVIEW_ORDER).hasPassed("BoundaryEvent_RefusedAtCheck");
        OrderView view = orders.at(late, REVIEW_ORDER);
        assertThat(view.refused()).isTrue();
        assertThat(view.submittable()).isFalse();
        assertThat(view.detailProblems().getAllErrors())
                .extracting(error -> error.getCode())
                .containsExactly("customer.domainPrefix.taken");
        assertThat(view.state()).isEqualTo(OrderState.DRAFT);
        assertThat(actions("order", late)).doesNotContain("submit_order");
        goesOnWithAnotherDomain(late, "Late");
    }

    @Test
    void asksAgainWhenTheDomainIsTakenBetweenSubmitAndPlacing() {
        UUID late = sample.submitted("Late", domain, null);
        UUID early = sample.submitted("Early", domain, null);
        sample.runJob(early);

        sample.runJob(late);

        assertThat(instance(late)).isWaitingAt(REVIEW_ORDER).hasPassed("BoundaryEvent_RefusedAtCreation");
        assertThat(task(late)).isAssignedTo("sam");
        assertThat(count("customer where domain_prefix = ?", domain)).isEqualTo(1);
        assertThat(count("subscription where order_id = ?", late)).isZero();
        OrderView view = orders.at(late, REVIEW_ORDER);
        assertThat(view.refused()).isTrue();
        assertThat(view.state()).isEqualTo(OrderState.DRAFT);
        assertThat(view.customerId()).isNull();
        goesOnWithAnotherDomain(late, "Late");
    }

    private void goesOnWithAnotherDomain(UUID order, String company) {
        String other = freshDomain();
        orders.updateDetails(order);
        sample.enterDetails(order, page1(company, other, null));
        sample.choose(order, sample.line(BASIC, "10"));
        orders.submit(order);
        sample.runJob(order);
        assertThat(instance(order)).isWaitingAt(HAND_OVER);
        assertThat(orders.at(order, HAND_OVER).refused()).isFalse();
        assertThat(customers.domainTaken(other)).isTrue();
    }

    @Test
    void refusesAResellerThatLostItsEligibilityBeforeSubmit() {
        UUID reseller = sample.activeReseller("Lost before " + domain);
        UUID order = sample.atReview("Contoso " + domain, domain, reseller);
        loseAgreement(reseller);

        orders.submit(order);

        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
        assertThat(orders.at(order, REVIEW_ORDER).detailProblems().getFieldErrors("reseller"))
                .extracting(error -> error.getCode())
                .containsExactly(Obstacle.AGREEMENT_MISSING.key());
    }

    @Test
    void refusesAResellerThatLostItsEligibilityBetweenSubmitAndPlacing() {
        UUID reseller = sample.activeReseller("Lost between " + domain);
        OrderLine line = sample.line(BASIC, "10");
        UUID order = sample.submitted(
                "Contoso " + domain, domain, null, new OrderLine(line.offerId(), line.licenses(), reseller));
        loseAgreement(reseller);

        sample.runJob(order);

        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
        assertThat(orders.at(order, REVIEW_ORDER).selectionProblems().getFieldErrors("lines[0].resellerOnRecordId"))
                .extracting(error -> error.getCode())
                .containsExactly(Obstacle.AGREEMENT_MISSING.key());
        assertNothingIsMade(order, domain);
    }

    private void loseAgreement(UUID reseller) {
        database.sql("update reseller set agreement_signed = false where id = ?")
                .param(reseller)
                .update();
    }

    // ---- breakdowns

    @Test
    void raisesAnIncidentWhenPlacingFailsAndGoesOnWhenTheOperatorRetries() {
        UUID reseller = sample.activeReseller("Incident " + domain);
        UUID order = sample.submitted("Broken " + domain, domain, reseller, sample.line(BASIC, "17"));
        String job = sample.job(order).getId();
        database.sql("alter table subscription add constraint out_of_order check (order_id <> '" + order + "')")
                .update();
        try {
            int attempts = 0;
            while (sample.job(order).getRetries() > 0 && attempts < 10) {
                attempts++;
                assertThatThrownBy(() -> sample.runJob(order)).isInstanceOf(RuntimeException.class);
                assertNothingIsMade(order, domain);
                assertThat(order(order)).containsEntry("STATE", "SUBMITTED").containsEntry("NUMBER", null);
            }
            assertThat(attempts).as("attempts").isEqualTo(3);
            assertThat(runtimeService
                            .createIncidentQuery()
                            .processInstanceId(instance(order).getId())
                            .list())
                    .singleElement()
                    .satisfies(incident ->
                            assertThat(incident.getActivityId()).isEqualTo("ServiceTask_CreateCustomerAccount"));
            assertThat(orders.waitsForOperator(order)).isTrue();
        } finally {
            database.sql("alter table subscription drop constraint out_of_order")
                    .update();
        }

        identityService.setAuthentication("oscar", List.of("operator"));
        managementService.setJobRetries(job, 1);
        identityService.clearAuthentication();
        assertThat(orders.waitsForOperator(order)).isFalse();
        sample.runJob(order);

        assertThat(instance(order)).isWaitingAt(HAND_OVER);
        assertThat(count("customer where domain_prefix = ?", domain)).isEqualTo(1);
        assertThat(count("subscription where order_id = ?", order)).isEqualTo(1);
        assertThat(count("sealed_password where hand_over = ?", order)).isEqualTo(1);
        assertThat(runtimeService
                        .createIncidentQuery()
                        .processInstanceId(instance(order).getId())
                        .count())
                .isZero();
        assertThat(actions("order", order)).containsExactly("start_order", "submit_order", "create_order");
    }

    // ---- twice, and two people

    @Test
    void isSubmittedOnceHoweverOftenSubmitIsClicked() {
        UUID order = sample.submitted("Clicked twice", domain, null);

        assertThatThrownBy(() -> orders.submit(order)).isInstanceOf(StepNotOpenException.class);
        sample.runJob(order);
        assertThatThrownBy(() -> orders.submit(order)).isInstanceOf(StepNotOpenException.class);

        assertThat(count("subscription where order_id = ?", order)).isEqualTo(1);
        assertThat(actions("order", order)).containsExactly("start_order", "submit_order", "create_order");
    }

    @Test
    void isSubmittedOnceWhenSubmitIsClickedFourTimesAtTheSameMoment() throws Exception {
        UUID order = sample.atReview("Clicked at once", domain, null);

        List<Boolean> submitted = atOnce(4, () -> {
            orders.submit(order);
            return true;
        });

        assertThat(submitted).containsOnlyOnce(true);
        assertThat(instance(order)).isWaitingAt("ServiceTask_CreateCustomerAccount");
        assertThat(actions("order", order)).containsExactly("start_order", "submit_order");
        sample.runJob(order);
        assertThat(count("customer where domain_prefix = ?", domain)).isEqualTo(1);
    }

    @Test
    void isPlacedOnceWhenTwoNodesTakeTheSameJob() throws Exception {
        UUID order = sample.submitted("Two nodes", domain, null);
        String job = sample.job(order).getId();

        List<Boolean> placed = atOnce(2, () -> {
            asNobody();
            managementService.executeJob(job);
            return true;
        });

        assertThat(placed).containsOnlyOnce(true);
        assertThat(instance(order)).isWaitingAt(HAND_OVER);
        assertThat(count("customer where domain_prefix = ?", domain)).isEqualTo(1);
        assertThat(count("subscription where order_id = ?", order)).isEqualTo(1);
        assertThat(count("sealed_password where hand_over = ?", order)).isEqualTo(1);
    }

    @Test
    void givesADomainToOneOfTwoOrdersPlacedAtTheSameMoment() throws Exception {
        UUID one = sample.submitted("One", domain, null);
        UUID other = sample.submitted("Other", domain, null);
        List<String> jobs = List.of(sample.job(one).getId(), sample.job(other).getId());
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();

        atOnce(2, () -> {
            asNobody();
            managementService.executeJob(jobs.get(next.getAndIncrement()));
            return true;
        });
        // Whoever failed at the constraint is tried again, as the job executor would.
        for (UUID order : List.of(one, other)) {
            if (sample.job(order) != null) {
                sample.runJob(order);
            }
        }

        assertThat(count("customer where domain_prefix = ?", domain)).isEqualTo(1);
        assertThat(List.of(task(one).getTaskDefinitionKey(), task(other).getTaskDefinitionKey()))
                .containsExactlyInAnyOrder(HAND_OVER, REVIEW_ORDER);
    }

    @Test
    void letsOnlyThePersonWhoHoldsTheTaskWorkOnIt() {
        UUID order = sample.atSubscriptions("Sam’s", domain, null);
        as("sofia");
        OrderSelection selection = new OrderSelection(List.of(sample.line(BASIC, "1")));

        assertThatThrownBy(() -> orders.at(order, CHOOSE_SUBSCRIPTIONS))
                .isInstanceOfSatisfying(
                        TaskNotHeldException.class,
                        refusal -> assertThat(refusal.task().holder()).isEqualTo("sam"));
        assertThatThrownBy(() -> orders.choose(order, selection, nothingWrong(selection)))
                .isInstanceOf(TaskNotHeldException.class);
        assertThatThrownBy(() -> orders.keepSelection(order, selection)).isInstanceOf(TaskNotHeldException.class);
        assertThatThrownBy(() -> orders.backToDetails(order, selection)).isInstanceOf(TaskNotHeldException.class);
        assertThat(count("order_line where order_id = ?", order)).isZero();
    }

    @Test
    void goesOnWithTheColleagueToWhomTheTaskIsHandedOver() {
        UUID order = sample.atSubscriptions("Handed over", domain, null);
        tasks.handOver(task(order).getId(), "sofia");

        assertThatThrownBy(() -> orders.at(order, CHOOSE_SUBSCRIPTIONS)).isInstanceOf(TaskNotHeldException.class);
        as("sofia");
        sample.choose(order, sample.line(BASIC, "1"));
        assertThat(task(order)).isAssignedTo("sofia");
        orders.submit(order);
        sample.runJob(order);

        assertThat(task(order)).isAssignedTo("sofia");
        assertThat(row("select attested_by from customer where domain_prefix = ?", domain))
                .containsEntry("ATTESTED_BY", "sofia");
        as("sam");
        assertThatThrownBy(() -> orders.revealPassword(order)).isInstanceOf(TaskNotHeldException.class);
        as("sofia");
        assertThat(orders.revealPassword(order)).isPresent();
    }

    @Test
    void isHandedOverOnlyToSomebodyWhoMayWorkOnIt() {
        UUID order = orders.start(sample.activeReseller("For hal? " + domain));

        assertThatThrownBy(() -> tasks.handOver(task(order).getId(), "hal"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(task(order)).isAssignedTo("sam");
    }

    // ---- through Tasklist and the engine's API

    @Test
    void startsInTasklistWithoutABusinessKey() {
        asNobody();
        identityService.setAuthentication("sofia", List.of("sales-agent"));
        ProcessInstance started =
                runtimeService.startProcessInstanceByKey(NewCustomerOrderProcess.KEY, Map.of("holder", "ada"));
        identityService.clearAuthentication();

        String businessKey = runtimeService
                .createProcessInstanceQuery()
                .processInstanceId(started.getId())
                .singleResult()
                .getBusinessKey();
        UUID order = UUID.fromString(businessKey);
        assertThat(order(order)).containsEntry("STARTED_BY", "sofia").containsEntry("STATE", "DRAFT");
        assertThat(task(order)).isAssignedTo("sofia");
        as("sofia");
        sample.enterDetails(order, page1("From Tasklist", domain, null));
        sample.choose(order, sample.line(BASIC, "1"));
        orders.submit(order);
        sample.runJob(order);
        assertThat(task(order)).isAssignedTo("sofia");
    }

    @Test
    void startsWithABusinessKeyThatMeansNothing() {
        identityService.setAuthentication("sofia", List.of("sales-agent"));
        ProcessInstance started =
                runtimeService.startProcessInstanceByKey(NewCustomerOrderProcess.KEY, "my first order");
        identityService.clearAuthentication();

        assertThat(runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceId(started.getId())
                        .singleResult()
                        .getBusinessKey())
                .satisfies(key -> assertThat(order(UUID.fromString(key))).containsEntry("STARTED_BY", "sofia"));
    }

    @Test
    void doesNotLetASecondInstanceTakeOverSomebodysOrder() {
        UUID draft = sample.atReview("Not yours", domain, null);
        UUID placed = sample.placed("Not yours either", freshDomain(), null);
        for (UUID order : List.of(draft, placed)) {
            identityService.setAuthentication("sofia", List.of("sales-agent"));
            ProcessInstance second =
                    runtimeService.startProcessInstanceByKey(NewCustomerOrderProcess.KEY, order.toString());
            identityService.clearAuthentication();

            assertThat(runtimeService
                            .createProcessInstanceQuery()
                            .processInstanceId(second.getId())
                            .singleResult()
                            .getBusinessKey())
                    .isNotEqualTo(order.toString());
        }
        assertThat(orders.at(draft, REVIEW_ORDER).state()).isEqualTo(OrderState.DRAFT);
        orders.submit(draft);
        assertThat(order(draft)).containsEntry("STATE", "SUBMITTED");
    }

    @Test
    void refusesTheDetailsWhenTheirTaskIsCompletedPastItsPage() {
        assertRefusesToComplete(orders.start(sample.activeReseller("Past its page " + domain)), ENTER_DETAILS);
    }

    @Test
    void refusesTheSubscriptionsWhenTheirTaskIsCompletedPastItsPage() {
        assertRefusesToComplete(sample.atSubscriptions("Past its page", domain, null), CHOOSE_SUBSCRIPTIONS);
    }

    @Test
    void refusesReviewWhenItsTaskIsCompletedPastItsPage() {
        assertRefusesToComplete(sample.atReview("Past its page", domain, null), REVIEW_ORDER);
    }

    @Test
    void refusesTheHandOverWhenItsTaskIsCompletedPastItsPage() {
        UUID order = sample.placed("Past its page", domain, null);
        assertRefusesToComplete(order, HAND_OVER);
        assertThat(orders.revealPassword(order)).isPresent();
    }

    private void assertRefusesToComplete(UUID order, String step) {
        String id = task(order).getId();
        Map<String, Object> before = variables(order);
        identityService.setAuthentication("sam", List.of("sales-agent"));
        try {
            assertThatThrownBy(() -> taskService.complete(
                            id, Map.of("intent", "SUBMIT", "companyName", "Mallory", "approved", true)))
                    .satisfies(refusal -> assertThat(cause(refusal)).isInstanceOf(StepIncompleteException.class));
        } finally {
            identityService.clearAuthentication();
        }
        assertThat(task(order).getId()).isEqualTo(id);
        assertThat(instance(order)).isWaitingAt(step);
        assertThat(variables(order)).isEqualTo(before).doesNotContainKey("approved");
    }

    @Test
    void takesWhatTheGatewaysReadFromTheTablesWhenATaskIsCompletedPastItsPage() {
        UUID order = sample.atSubscriptions("From the tables", domain, null);
        orders.keepSelection(order, new OrderSelection(List.of(sample.line(BASIC, "5"))));

        taskService.complete(
                task(order).getId(), Map.of("intent", "UPDATE_DETAILS", "companyName", "Mallory", "holder", "mallory"));

        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
        assertThat(task(order)).isAssignedTo("sam");
        Assertions.name(task(order), "Review the order – From the tables");
    }

    // ---- what is in the engine

    @Test
    void carriesNoMoreThanTheIdAndWhatTasklistShows() {
        UUID order = sample.placed("Small variables", domain, null);

        assertThat(variables(order).keySet())
                .containsExactlyInAnyOrder("holder", "intent", "companyName", "resellerName", "deadline");
    }

    // ---- coverage

    @AfterAll
    void everySequenceFlowWasTaken() {
        coverage.assertComplete(engine);
    }

    // ---- small things

    private void assertNothingIsMade(UUID order, String prefix) {
        assertThat(count("customer where domain_prefix = ?", prefix)).isZero();
        assertThat(count("account where user_name = ?", "admin@" + prefix + ".onmicrosoft.com"))
                .isZero();
        assertThat(count("subscription where order_id = ?", order)).isZero();
        assertThat(count("sealed_password where hand_over = ?", order)).isZero();
        assertThat(count("customer_reseller where customer_id not in (select id from customer)"))
                .isZero();
        assertThat(count("audit_entry where action = 'add_customer' and new_value like ?", "%" + prefix + "%"))
                .isZero();
        assertThat(order(order)).containsEntry("CUSTOMER_ID", null);
    }

    private ProcessInstance instance(UUID order) {
        return runtimeService
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(order.toString(), NewCustomerOrderProcess.KEY)
                .singleResult();
    }

    private Task task(UUID order) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(order.toString())
                .singleResult();
    }

    private Map<String, Object> variables(UUID order) {
        return runtimeService.getVariables(instance(order).getId());
    }

    private Map<String, Object> order(UUID id) {
        return row("select * from customer_order where id = ?", id);
    }

    private Map<String, Object> row(String sql, Object key) {
        return database.sql(sql).param(key).query().singleRow();
    }

    private long count(String fromWhere, Object... keys) {
        return database.sql("select count(*) from " + fromWhere)
                .params(Arrays.asList(keys))
                .query(Long.class)
                .single();
    }

    private List<String> actions(String type, UUID id) {
        return database.sql("select action from audit_entry where object_type = ? and object_id = ? order by id")
                .params(type, id)
                .query(String.class)
                .list();
    }

    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null || failure instanceof StepIncompleteException
                ? failure
                : cause(failure.getCause());
    }

    /** Does the same in several threads, each as Sam; whoever fails answers false. */
    private static List<Boolean> atOnce(int people, Callable<Boolean> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(people);
        CyclicBarrier barrier = new CyclicBarrier(people);
        try {
            List<Future<Boolean>> answers = java.util.stream.IntStream.range(0, people)
                    .mapToObj(i -> threads.submit(() -> {
                        as("sam");
                        barrier.await();
                        try {
                            return work.call();
                        } catch (RuntimeException lost) {
                            return false;
                        } finally {
                            asNobody();
                        }
                    }))
                    .toList();
            List<Boolean> results = new java.util.ArrayList<>();
            for (Future<Boolean> answer : answers) {
                results.add(answer.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Says what is expected of a task's name. */
    private static final class Assertions {

        static void name(Task task, String expected) {
            assertThat(task.getName()).isEqualTo(expected);
        }
    }
}
