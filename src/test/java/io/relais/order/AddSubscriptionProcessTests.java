package io.relais.order;

import static io.relais.order.AddSubscriptionProcess.CHOOSE_CUSTOMER;
import static io.relais.order.OrderProcess.CHOOSE_SUBSCRIPTIONS;
import static io.relais.order.OrderProcess.REVIEW_ORDER;
import static io.relais.order.SampleOrders.BASIC;
import static io.relais.order.SampleOrders.COPILOT;
import static io.relais.order.SampleOrders.PREMIUM;
import static io.relais.order.SampleOrders.PREMIUM_TRIAL;
import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.freshDomain;
import static io.relais.order.SampleOrders.nothingWrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import io.relais.RelaisTest;
import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.account.SampleAccounts;
import io.relais.customer.Customers;
import io.relais.mail.Outbox;
import io.relais.partnership.ComplianceChange;
import io.relais.partnership.ComplianceFlag;
import io.relais.partnership.Obstacle;
import io.relais.partnership.Removal;
import io.relais.partnership.ResellerTies;
import io.relais.partnership.Resellers;
import io.relais.security.Side;
import io.relais.security.SignedInOutside;
import io.relais.subscription.Subscription;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskNotHeldException;
import io.relais.tasks.Tasks;
import io.relais.web.NotFoundException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
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

/** Every path of {@code add-subscription}, with the real faces and tables; jobs run when the test says so. */
@RelaisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddSubscriptionProcessTests {

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
    private IdentityService identityService;

    @Autowired
    private Orders orders;

    @Autowired
    private Customers customers;

    @Autowired
    private Subscriptions subscriptions;

    @Autowired
    private List<ResellerTies.Reassignable> ties;

    @Autowired
    private OrdersOfCustomers ordersOfCustomers;

    @Autowired
    private ProposedOrders proposals;

    @Autowired
    private Tasks tasks;

    @Autowired
    private Outbox outbox;

    @Autowired
    private JdbcClient database;

    private final FlowCoverage coverage = new FlowCoverage(AddSubscriptionProcess.KEY, getClass());

    private SampleOrders sample;
    private String domain;
    private UUID reseller;
    private UUID customer;

    @BeforeEach
    void signIn() {
        BpmnAwareTests.init(engine);
        sample = new SampleOrders(context);
        domain = freshDomain();
        as("sam");
        reseller = sample.activeReseller("Alpes Cloud " + domain);
        customer = orders.find(sample.placed("Contoso " + domain, domain, reseller))
                .orElseThrow()
                .customerId();
    }

    @AfterEach
    void signOut(TestInfo test) {
        coverage.done(test);
        asNobody();
        identityService.clearAuthentication();
    }

    @AfterAll
    void everySequenceFlowWasTaken() {
        coverage.assertComplete(engine);
    }

    // ---- the happy path

    @Test
    void addsSubscriptionsToTheCustomersAccount() {
        UUID order = orders.startFor(customer);
        ProcessInstance instance = instance(order);
        assertThat(instance).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
        assertThat(task(order)).isAssignedTo("sam");
        assertThat(task(order)).hasCandidateGroupAssociated("sales-agent");
        assertThat(name(order)).isEqualTo("Choose the subscriptions – Contoso " + domain);
        OrderView draft = orders.at(order, CHOOSE_SUBSCRIPTIONS);
        assertThat(draft.entered().reseller()).isEqualTo(reseller);
        assertThat(draft.entered().details().domainPrefix()).isEqualTo(domain);

        OrderLine premium = sample.line(PREMIUM, "5");
        sample.choose(order, new OrderLine(premium.offerId(), "5", reseller), sample.line(SampleOrders.E3, "2"));
        assertThat(instance).isWaitingAt(REVIEW_ORDER);
        assertThat(orders.at(order, REVIEW_ORDER).warnings()).containsExactly("order.warning.noResellerOnRecord");

        orders.submit(order);
        assertThat(instance).isWaitingAt("ServiceTask_PlaceOrder");
        assertThat(count("subscription where order_id = ?", order)).isZero();

        sample.runJob(order);
        assertThat(instance).isEnded().hasPassed("EndEvent_SubscriptionsAdded");
        OrderView placed = orders.find(order).orElseThrow();
        assertThat(placed.state()).isEqualTo(OrderState.PLACED);
        assertThat(placed.number()).isGreaterThanOrEqualTo(1000);
        assertThat(placed.submittedBy()).isEqualTo("sam");
        assertThat(database.sql("select sku, licenses, reseller_on_record_id, customer_id from subscription"
                                + " where order_id = ? order by line_number")
                        .param(order)
                        .query()
                        .listOfRows())
                .extracting(
                        row -> row.get("SKU"),
                        row -> row.get("LICENSES"),
                        row -> row.get("RESELLER_ON_RECORD_ID"),
                        row -> row.get("CUSTOMER_ID"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(PREMIUM, 5, reseller, customer),
                        org.assertj.core.groups.Tuple.tuple(SampleOrders.E3, 2, null, customer));
        assertThat(subscriptions.ofCustomer(customer)).hasSize(3);
        assertThat(count("customer where domain_prefix = ?", domain)).isEqualTo(1);
        assertThat(customers.resellersOf(customer))
                .as("on record is not manager")
                .containsExactly(reseller);
        assertThat(count("sealed_password where hand_over = ?", order)).isZero();
        assertThat(actions(order)).containsExactly("start_order", "submit_order", "create_order");
    }

    @Test
    void carriesNoMoreThanTheIdAndWhatTasklistShows() {
        UUID order = atReview(sample.line(PREMIUM, "5"));

        assertThat(runtimeService.getVariables(instance(order).getId()).keySet())
                .containsExactlyInAnyOrder("holder", "intent", "companyName", "resellerName");
    }

    // ---- from Tasklist

    @Test
    void asksForTheCustomerWhenStartedInTasklist() {
        UUID order = startedInTasklist();
        assertThat(instance(order)).isWaitingAt(CHOOSE_CUSTOMER);
        assertThat(task(order)).isAssignedTo("sofia");
        assertThat(name(order)).isEqualTo("Choose the customer – …");
        as("sofia");

        orders.chooseCustomer(order, customer, nothingWrong(order));

        assertThat(instance(order)).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
        assertThat(name(order)).isEqualTo("Choose the subscriptions – Contoso " + domain);
        sample.choose(order, sample.line(PREMIUM, "1"));
        orders.submit(order);
        sample.runJob(order);
        assertThat(orders.find(order).orElseThrow().state()).isEqualTo(OrderState.PLACED);
        assertThat(count("subscription where customer_id = ?", customer)).isEqualTo(2);
    }

    @Test
    void refusesACustomerWhoIsNone() {
        UUID order = startedInTasklist();
        as("sofia");
        for (UUID nobody : Arrays.asList(null, UUID.randomUUID())) {
            BindingResult errors = nothingWrong(order);
            orders.chooseCustomer(order, nobody, errors);
            assertThat(errors.getGlobalErrors())
                    .extracting(error -> error.getCode())
                    .containsExactly("order.customer.none");
        }
        assertThat(instance(order)).isWaitingAt(CHOOSE_CUSTOMER);
    }

    @Test
    void refusesEveryStepWhoseTaskIsCompletedPastItsPage() {
        UUID atCustomer = startedInTasklist();
        assertRefusesToComplete(atCustomer, CHOOSE_CUSTOMER, "sofia");
        as("sam");
        UUID atSubscriptions = orders.startFor(customer);
        assertRefusesToComplete(atSubscriptions, CHOOSE_SUBSCRIPTIONS, "sam");
        assertRefusesToComplete(atReview(sample.line(PREMIUM, "5")), REVIEW_ORDER, "sam");
    }

    private void assertRefusesToComplete(UUID order, String step, String person) {
        identityService.setAuthentication(person, List.of("sales-agent"));
        assertThatThrownBy(() -> taskService.complete(task(order).getId(), Map.of("intent", "SUBMIT")))
                .hasRootCauseInstanceOf(StepIncompleteException.class);
        identityService.clearAuthentication();
        assertThat(instance(order)).isWaitingAt(step);
    }

    @Test
    void doesNotTakeOverAnOrderOfTheOtherKind() {
        UUID newCustomers = sample.atReview("Other kind", freshDomain(), null);
        identityService.setAuthentication("sofia", List.of("sales-agent"));
        ProcessInstance second =
                runtimeService.startProcessInstanceByKey(AddSubscriptionProcess.KEY, newCustomers.toString());
        identityService.clearAuthentication();

        assertThat(runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceId(second.getId())
                        .singleResult()
                        .getBusinessKey())
                .isNotEqualTo(newCustomers.toString());
    }

    // ---- back and forth

    @Test
    void goesBackToTheCustomerAndKeepsWhatIsChosen() {
        UUID order = orders.startFor(customer);
        OrderLine premium = sample.line(PREMIUM, "5");
        orders.backToDetails(
                order, new OrderSelection(List.of(new OrderLine(premium.offerId(), "abc", reseller), premium)));
        assertThat(instance(order)).isWaitingAt(CHOOSE_CUSTOMER);

        UUID otherReseller = sample.activeReseller("Other " + domain);
        UUID other = orders.find(sample.placed("Fabrikam " + domain, freshDomain(), otherReseller))
                .orElseThrow()
                .customerId();
        orders.chooseCustomer(order, other, nothingWrong(order));

        OrderView view = orders.at(order, CHOOSE_SUBSCRIPTIONS);
        assertThat(view.customerId()).isEqualTo(other);
        assertThat(view.lines()).extracting(line -> line.entered().licenses()).containsExactly("abc", "5");
        assertThat(view.lines())
                .as("what followed the customer’s reseller goes on following it")
                .extracting(line -> line.entered().resellerOnRecordId())
                .containsExactly(otherReseller, null);
        assertThat(name(order)).endsWith("Fabrikam " + domain);
    }

    @Test
    void updatesCustomerAndSubscriptionsFromReview() {
        UUID order = atReview(sample.line(PREMIUM, "5"));

        orders.updateSubscriptions(order);
        assertThat(instance(order)).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
        sample.choose(order, sample.line(PREMIUM, "6"));
        orders.updateDetails(order);
        assertThat(instance(order)).isWaitingAt(CHOOSE_CUSTOMER);
        orders.chooseCustomer(order, customer, nothingWrong(order));
        sample.choose(order, sample.line(PREMIUM, "7"));
        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
    }

    @Test
    void opensTheSameEmptyDraftWhenStartedTwice() {
        UUID order = orders.startFor(customer);

        assertThat(orders.startFor(customer)).isEqualTo(order);
        orders.keepSelection(order, new OrderSelection(List.of(sample.line(PREMIUM, "1"))));
        assertThat(orders.startFor(customer)).isNotEqualTo(order);
        as("sofia");
        assertThat(orders.startFor(customer)).isNotEqualTo(order);
    }

    @Test
    void knowsNoCustomerThatDoesNotExist() {
        assertThatThrownBy(() -> orders.startFor(UUID.randomUUID())).isInstanceOf(NotFoundException.class);
    }

    // ---- cancelling

    @Test
    void isCancelledAtEveryStepAndLeavesTheCustomerAlone() {
        UUID atCustomer = orders.startFor(customer);
        orders.backToDetails(atCustomer, new OrderSelection(List.of()));
        UUID atSubscriptions = orders.startFor(customer);
        orders.keepSelection(atSubscriptions, new OrderSelection(List.of(sample.line(PREMIUM, "1"))));
        for (UUID order : List.of(atCustomer, atSubscriptions, atReview(sample.line(PREMIUM, "1")))) {
            ProcessInstance instance = instance(order);

            orders.cancel(order);

            assertThat(instance).isEnded().hasPassed("EndEvent_OrderCancelled");
            assertThat(orders.find(order)).isEmpty();
            assertThat(actions(order)).containsExactly("start_order", "cancel_order");
        }
        assertThat(subscriptions.ofCustomer(customer)).hasSize(1);
        assertThat(customers.find(customer)).isPresent();
    }

    @Test
    void cannotBeCancelledOnceItIsSubmitted() {
        UUID order = submitted(sample.line(PREMIUM, "5"));

        assertThatThrownBy(() -> orders.cancel(order)).isInstanceOf(StepNotOpenException.class);
        sample.runJob(order);
        assertThatThrownBy(() -> orders.cancel(order)).isInstanceOf(StepNotOpenException.class);
    }

    @Test
    void belongsToThePersonWhoHoldsIt() {
        UUID order = atReview(sample.line(PREMIUM, "5"));
        as("sofia");

        assertThatThrownBy(() -> orders.submit(order)).isInstanceOf(TaskNotHeldException.class);
        assertThatThrownBy(() -> orders.cancel(order)).isInstanceOf(TaskNotHeldException.class);
    }

    // ---- proposed by a reseller

    @Test
    void placesWhatAResellerProposed() {
        UUID other = sample.activeReseller("Loire Cloud " + domain);
        OrderLine line = sample.line(PREMIUM, "5");
        UUID order = proposed(new OrderLine(line.offerId(), "5", reseller));
        ProcessInstance instance = instance(order);
        assertThat(instance).isWaitingAt(REVIEW_ORDER);
        assertThat(task(order)).isNotAssigned().hasCandidateGroupAssociated("sales-agent");
        assertThat(mailsTo("sam"))
                .anyMatch(mail -> mail.contains("Alpes Cloud " + domain) && mail.contains("Please hurry"));
        as("sofia");
        OrderView waiting = orders.find(order).orElseThrow();
        assertThat(waiting.stateKey()).isEqualTo("order.state.PROPOSED");
        String title = waiting.lines().get(0).terms().title();
        assertThat(task(order)).hasName("Review the order – Contoso " + domain + " · 5 × " + title);
        assertThat(listed("PROPOSED")).contains(order);
        assertThat(listed("DRAFT")).doesNotContain(order);
        assertThat(orders.inProgressByState().get("order.state.PROPOSED")).isEqualTo(orders.countProposed());
        assertThat(proposals
                        .list(reseller, customer, null, null, 1)
                        .rows()
                        .get(0)
                        .totals())
                .as("the amount that is proposed")
                .hasSize(1);

        tasks.claim(task(order).getId());
        orders.updateSubscriptions(order);
        sample.choose(order, new OrderLine(line.offerId(), "7", other));
        orders.submit(order);
        sample.runJob(order);

        assertThat(instance).isEnded().hasPassed("EndEvent_SubscriptionsAdded");
        OrderView placed = proposals.find(reseller, order);
        assertThat(placed.state()).isEqualTo(OrderState.PLACED);
        assertThat(placed.differences())
                .containsExactly(
                        new OrderView.Difference(OrderView.Difference.Kind.LICENSES, title, "5", "7"),
                        new OrderView.Difference(OrderView.Difference.Kind.ON_RECORD, title, "5", "7"));
        assertThat(mailsToProposer())
                .anyMatch(mail -> mail.contains(title + " : 5 → 7 licences")
                        && mail.contains(title + " : le revendeur enregistré a été changé"));
        assertThat(subscriptions.ofCustomer(customer))
                .filteredOn(one -> one.getOrderId().equals(order))
                .extracting(Subscription::getLicenses, Subscription::getResellerOnRecordId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(7, other));
        assertThat(mailsToProposer()).anyMatch(mail -> mail.contains("R-" + placed.number()) && mail.contains("7 × "));
        assertThat(actions(order)).containsExactly("propose_order", "submit_order", "create_order");
    }

    @Test
    void countsWhatIsSubmittedWhoeverProposedIt() {
        long before = orders.inProgressByState().getOrDefault("order.state.SUBMITTED", 0L);
        submitted(sample.line(PREMIUM, "5"));
        UUID proposed = proposed(sample.line(PREMIUM, "5"));
        as("sofia");
        tasks.claim(task(proposed).getId());
        orders.submit(proposed);

        assertThat(orders.inProgressByState().get("order.state.SUBMITTED")).isEqualTo(before + 2);
    }

    @Test
    void sendsAProposalBackAndTakesItCorrected() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        giveBack(order, false, "Please take 6");
        ProcessInstance instance = instance(order);
        assertThat(instance).isWaitingAt("ReceiveTask_AwaitCorrectedProposal");
        assertThat(mailsToProposer()).anyMatch(mail -> mail.contains("Please take 6"));

        asReseller();
        OrderView back = proposals.find(reseller, order);
        assertThat(back.state()).isEqualTo(OrderState.SENT_BACK);
        assertThat(back.proposal().answer()).isEqualTo("Please take 6");
        proposals.choose(reseller, order, selection(sample.line(PREMIUM, "6")), nothingWrong(back));
        propose(order);

        assertThat(instance).isWaitingAt(REVIEW_ORDER);
        assertThat(task(order)).as("for whoever takes it").isNotAssigned();
        as("sofia");
        OrderView again = orders.find(order).orElseThrow();
        assertThat(again.lines()).extracting(line -> line.entered().licenses()).containsExactly("6");
        assertThat(again.proposal().answer()).isNull();
    }

    @Test
    void refusesAProposalForGood() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        ProcessInstance instance = instance(order);
        giveBack(order, true, "The customer has not paid");

        assertThat(instance).isEnded().hasPassed("EndEvent_ProposalRefused");
        OrderView refused = proposals.find(reseller, order);
        assertThat(refused.state()).isEqualTo(OrderState.REFUSED);
        assertThat(refused.lines()).as("as proposed").singleElement().satisfies(line -> {
            assertThat(line.terms().title()).contains("Premium");
            assertThat(line.terms().unitPrice()).isEqualByComparingTo(line.proposedPrice());
            assertThat(line.terms().termTotal()).isPositive();
        });
        assertThat(refused.totals()).hasSize(1);
        assertThat(mailsToProposer()).anyMatch(mail -> mail.contains("The customer has not paid"));
        asReseller();
        assertThat(proposals.withdraw(reseller, order)).isFalse();
        assertThatThrownBy(() -> proposals.keep(reseller, order, selection()))
                .isInstanceOf(ProposalNotOpenException.class);
    }

    @Test
    void writesToWhereTheProposerIsNowAndToItsCompanyOnceItHasLeft() {
        Accounts accounts = context.getBean(Accounts.class);
        AccountCard zoe = new SampleAccounts(context).person(Side.RESELLER, reseller, true);
        SignedInOutside.work(zoe);
        UUID order = prepared(sample.line(PREMIUM, "5"));
        assertThat(propose(order)).isEmpty();
        String moved = "zoe@" + domain + ".example";
        accounts.describe(
                zoe.id(),
                new Holder("Zoé", "Lumière", moved, "en"),
                SampleAccounts.PASSWORD,
                nothingWrong(new PasswordAsked(null)));
        giveBack(order, false, "Please take 6");

        assertThat(mailsTo(zoe.userName())).isEmpty();
        assertThat(mailsTo(moved)).singleElement().asString().contains("Please take 6", "needs a correction");
        assertThat(mailsToProposer()).isEmpty();

        new SampleAccounts(context).disable(zoe);
        asReseller();
        assertThat(propose(order)).isEmpty();
        database.sql("update customer_order set proposed_by = ? where id = ?")
                .params(zoe.userName(), order)
                .update();
        giveBack(order, true, "The customer has not paid");

        assertThat(mailsTo(moved)).hasSize(1);
        assertThat(mailsToProposer()).singleElement().asString().contains("The customer has not paid", "refusée");
    }

    /** What the form that changes an address asks for. */
    record PasswordAsked(String present) {}

    @Test
    void asksWhyAProposalIsGivenBack() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        as("sofia");
        tasks.claim(task(order).getId());
        for (String reason : Arrays.asList(null, " ", "x".repeat(1001))) {
            BindingResult errors = nothingWrong(new Object() {
                public String getReason() {
                    return reason;
                }
            });
            orders.giveBack(order, false, reason, errors);
            assertThat(errors.hasFieldErrors("reason")).isTrue();
        }
        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
    }

    @Test
    void waitsInTheDemoForWhoeverTakesIt() {
        UUID order = database.sql("select id from customer_order where proposed_by = ? and state = 'DRAFT'")
                .param("claire.morel@nuage-atlantique.example")
                .query(UUID.class)
                .single();

        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
        assertThat(task(order).getAssignee()).isNull();
        assertThat(orders.find(order).orElseThrow().entered().details().companyName())
                .isEqualTo("Ateliers Ménard");
    }

    @Test
    void letsAProposalLapseThatIsNotCorrected() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        giveBack(order, false, "Please take 6");
        ProcessInstance instance = instance(order);
        asNobody();
        managementService.executeJob(sample.job(order).getId());

        assertThat(instance).isEnded().hasPassed("EndEvent_ProposalLapsed");
        assertThat(proposals.find(reseller, order).state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(mailsToProposer()).hasSize(2);
    }

    @Test
    void isWithdrawnByItsResellerAsLongAsItIsNotSubmitted() {
        UUID atReview = proposed(sample.line(PREMIUM, "5"));
        UUID sentBack = proposed(sample.line(PREMIUM, "5"));
        giveBack(sentBack, false, "Please take 6");
        asReseller();
        for (UUID order : List.of(atReview, sentBack)) {
            ProcessInstance instance = instance(order);
            assertThat(proposals.withdraw(reseller, order)).isTrue();
            assertThat(instance).isEnded().hasPassed("EndEvent_ProposalWithdrawn");
            assertThat(proposals.find(reseller, order).state()).isEqualTo(OrderState.WITHDRAWN);
        }

        UUID late = proposed(sample.line(PREMIUM, "5"));
        as("sofia");
        tasks.claim(task(late).getId());
        orders.submit(late);
        asReseller();
        assertThat(proposals.withdraw(reseller, late)).isFalse();
        sample.runJob(late);
        assertThat(proposals.find(reseller, late).state()).isEqualTo(OrderState.PLACED);
    }

    @Test
    void isNotWithdrawnByAMessageThatAnybodySends() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        assertThatThrownBy(() -> runtimeService
                        .createMessageCorrelation(AddSubscriptionProcess.PROPOSAL_WITHDRAWN_MESSAGE)
                        .processInstanceBusinessKey(order.toString())
                        .correlate())
                .hasStackTraceContaining("The reseller has not withdrawn order");
        assertThatThrownBy(() -> runtimeService
                        .createMessageCorrelation(AddSubscriptionProcess.CANCELLED_MESSAGE)
                        .processInstanceBusinessKey(order.toString())
                        .correlate())
                .hasStackTraceContaining("A reseller proposed order");
        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
    }

    @Test
    void keepsTheCustomerOfAProposalAndDoesNotCancelIt() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        as("sofia");
        tasks.claim(task(order).getId());
        assertThatThrownBy(() -> orders.updateDetails(order)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> orders.cancel(order)).isInstanceOf(StepNotOpenException.class);
        orders.updateSubscriptions(order);
        assertThatThrownBy(() -> orders.backToDetails(order, selection())).isInstanceOf(IllegalStateException.class);
        assertThat(instance(order)).isWaitingAt(CHOOSE_SUBSCRIPTIONS);
    }

    @Test
    void takesNoProposalForACustomerOfSomebodyElseNorWithAnotherResellerOnRecord() {
        UUID other = sample.activeReseller("Other " + domain);
        asReseller();
        assertThatThrownBy(() -> proposals.start(other, customer)).isInstanceOf(NotFoundException.class);
        UUID order = proposals.start(reseller, customer).orElseThrow();
        assertThat(proposals.start(reseller, customer)).as("nothing chosen yet").hasValue(order);
        assertThatThrownBy(() -> proposals.find(other, order)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> proposals.keep(other, order, selection())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> proposals.withdraw(other, order)).isInstanceOf(NotFoundException.class);

        OrderLine line = sample.line(PREMIUM, "5");
        OrderSelection foreign = selection(new OrderLine(line.offerId(), "5", other));
        BindingResult errors = nothingWrong(foreign);
        proposals.choose(reseller, order, foreign, errors);
        assertThat(errors.getFieldErrors("lines[0].resellerOnRecordId"))
                .extracting(error -> error.getCode())
                .containsExactly("order.proposal.onRecord");
        assertThat(onRecord(order)).as("what is kept").containsExactly(reseller);
        as("sam");
        assertThat(orders.find(order)).as("not sent, so nobody else sees it").isEmpty();
    }

    @Test
    void putsNothingTogetherForASuspendedResellerButLetsItTakeBack() {
        asReseller();
        UUID prepared = prepared(sample.line(PREMIUM, "1"));
        as("sam");
        suspend(reseller);

        asReseller();
        assertThat(proposals.start(reseller, customer)).isEmpty();
        OrderSelection more = selection(sample.line(PREMIUM, "9"));
        assertThatThrownBy(() -> proposals.keep(reseller, prepared, more)).isInstanceOf(ProposalNotOpenException.class);
        assertThatThrownBy(() -> proposals.choose(reseller, prepared, more, nothingWrong(more)))
                .isInstanceOf(ProposalNotOpenException.class);
        assertThat(proposals.find(reseller, prepared).lines())
                .extracting(line -> line.entered().licenses())
                .containsExactly("1");
        assertThat(proposals.withdraw(reseller, prepared)).isTrue();
    }

    @Test
    void putsNothingTogetherForACustomerThatItDoesNotManageAnyMore() {
        asReseller();
        UUID prepared = prepared(sample.line(PREMIUM, "1"));
        managesNoMore();

        OrderSelection more = selection(sample.line(PREMIUM, "9"));
        assertThatThrownBy(() -> proposals.keep(reseller, prepared, more)).isInstanceOf(ProposalNotOpenException.class);
        assertThat(propose(prepared)).contains("order.proposal.notManaging");
        assertThatThrownBy(() -> proposals.start(reseller, customer)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void knowsNoProposalOfWhoIsNoPartnerAnyMore() {
        UUID waiting = proposed(sample.line(PREMIUM, "1"));
        database.sql("update reseller set state = 'REMOVED' where id = ?")
                .param(reseller)
                .update();

        asReseller();
        assertThatThrownBy(() -> proposals.withdraw(reseller, waiting)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> proposals.keep(reseller, waiting, selection())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> proposals.start(reseller, customer)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void takesAndPlacesNothingOfAResellerThatMayNotBeWorkedWith() {
        UUID waiting = proposed(new OrderLine(sample.line(PREMIUM, "5").offerId(), "5", null));
        asReseller();
        UUID prepared = prepared(sample.line(PREMIUM, "1"));
        as("sam");
        suspend(reseller);

        asReseller();
        assertThat(propose(prepared)).contains(Obstacle.SUSPENDED.key());
        assertThat(proposals.find(reseller, prepared).state()).isEqualTo(OrderState.PREPARED);
        as("sofia");
        tasks.claim(task(waiting).getId());
        orders.submit(waiting);
        assertThat(instance(waiting)).isWaitingAt(REVIEW_ORDER);
        assertThat(orders.at(waiting, REVIEW_ORDER).detailProblems().getAllErrors())
                .extracting(error -> error.getCode())
                .contains(Obstacle.SUSPENDED.key());
    }

    @Test
    void putsNoOtherResellerOnRecordOfAProposal() {
        UUID other = sample.activeReseller("Other " + domain);
        OrderLine line = sample.line(PREMIUM, "5");
        asReseller();
        UUID order = prepared(line);

        proposals.keep(reseller, order, selection(new OrderLine(line.offerId(), "5", other)));
        assertThat(onRecord(order)).containsExactly(reseller);

        database.sql("update order_line set reseller_on_record_id = ? where order_id = ?")
                .params(other, order)
                .update();
        assertThat(proposals.find(reseller, order).lines())
                .as("whoever it is")
                .extracting(OrderView.Line::resellerName)
                .containsOnlyNulls();
        assertThat(propose(order)).containsExactly("order.proposal.onRecord");
        assertThat(proposals.find(reseller, order).state()).isEqualTo(OrderState.PREPARED);
    }

    @Test
    void tellsTheResellerNotWhomStaffPutOnRecordInstead() {
        UUID other = sample.activeReseller("Other " + domain);
        OrderLine line = sample.line(PREMIUM, "5");
        UUID sentBack = proposed(line);
        UUID placed = proposed(line);
        as("sofia");
        for (UUID order : List.of(sentBack, placed)) {
            tasks.claim(task(order).getId());
            orders.updateSubscriptions(order);
            sample.choose(order, new OrderLine(line.offerId(), "5", other));
        }
        giveBack(sentBack, false, "Please take 6");
        orders.submit(placed);
        sample.runJob(placed);

        assertThat(onRecord(sentBack)).as("its own again").containsExactly(reseller);
        assertThat(onRecord(placed)).containsExactly(other);
        assertThat(proposals.find(reseller, placed).lines())
                .extracting(OrderView.Line::resellerName)
                .containsOnlyNulls();
        assertThat(orders.find(placed).orElseThrow().lines())
                .as("for staff")
                .extracting(OrderView.Line::resellerName)
                .containsExactly("Other " + domain);
    }

    private List<UUID> onRecord(UUID order) {
        return proposals.find(reseller, order).lines().stream()
                .map(line -> line.entered().resellerOnRecordId())
                .toList();
    }

    @Test
    void isNotSentAgainByAMessageThatAnybodySends() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        giveBack(order, false, "Please take 6");
        assertThatThrownBy(() -> runtimeService
                        .createMessageCorrelation(AddSubscriptionProcess.PROPOSAL_CORRECTED_MESSAGE)
                        .processInstanceBusinessKey(order.toString())
                        .correlate())
                .hasStackTraceContaining("The reseller has not corrected order");
        assertThat(instance(order)).isWaitingAt("ReceiveTask_AwaitCorrectedProposal");
    }

    @Test
    void endsWithTheResellersManagementOfTheCustomerUnlessItIsSubmitted() {
        OrderLine line = sample.line(PREMIUM, "5");
        asReseller();
        UUID prepared = prepared(line);
        UUID atReview = proposed(line);
        UUID sentBack = proposed(line);
        UUID submitted = proposed(line);
        giveBack(sentBack, false, "Please take 6");
        tasks.claim(task(submitted).getId());
        orders.submit(submitted);
        List<ProcessInstance> cases = List.of(instance(atReview), instance(sentBack));
        int written = mailsToProposer().size();

        as("sam");
        customers.dissociate(customer, reseller);

        assertThat(cases).allSatisfy(ended -> assertThat(ended).isEnded().hasPassed("EndEvent_ProposalWithdrawn"));
        for (UUID order : List.of(atReview, sentBack)) {
            assertThat(proposals.find(reseller, order).state()).isEqualTo(OrderState.WITHDRAWN);
            assertThat(actions(order)).endsWith("end_proposal");
        }
        assertThat(count("customer_order where id = ?", prepared)).isZero();
        assertThat(mailsToProposer()).as("nobody is written to").hasSize(written);
        sample.runJob(submitted);
        assertThat(instance(submitted)).as("to be refused").isWaitingAt(REVIEW_ORDER);
    }

    @Test
    void endsWithThePartnershipThoughTheCustomersStay() {
        OrderLine line = sample.line(PREMIUM, "5");
        UUID atReview = proposed(line);
        UUID sentBack = proposed(line);
        giveBack(sentBack, false, "Please take 6");
        Resellers resellers = context.getBean(Resellers.class);
        as("sam");
        assertThat(resellers.ties(reseller))
                .filteredOn(kind -> kind.key().equals("proposals"))
                .singleElement()
                .satisfies(kind -> {
                    assertThat(kind.count()).isEqualTo(2);
                    assertThat(kind.some())
                            .extracting(ResellerTies.Tie::page)
                            .containsExactlyInAnyOrder("/orders/" + atReview, "/orders/" + sentBack);
                    assertThat(kind.reassignable()).isFalse();
                });
        assertThat(resellers.ties(reseller)).extracting(kind -> kind.key()).doesNotContain("orders");

        Map<String, Removal.Fate> fates = new HashMap<>();
        resellers
                .ties(reseller)
                .forEach(kind -> fates.put(kind.key(), kind.stays() ? Removal.Fate.KEEP : Removal.Fate.NOBODY));
        Removal removal = new Removal("Contract ended", "Alpes Cloud " + domain, fates, null);
        BindingResult errors = nothingWrong(removal);
        resellers.remove(reseller, removal, errors);

        assertThat(errors.getAllErrors()).isEmpty();
        assertThat(customers.resellersOf(customer)).containsExactly(reseller);
        for (UUID order : List.of(atReview, sentBack)) {
            assertThat(proposals.find(reseller, order).state()).isEqualTo(OrderState.WITHDRAWN);
        }
    }

    @Test
    void standsInTheWayOfRemovingTheCustomerUntilItIsAnswered() {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        assertThat(ordersOfCustomers.inTheWay(customer)).singleElement().satisfies(tie -> assertThat(tie.message())
                .isEqualTo("order.tie.proposal"));
        giveBack(order, false, "Please take 6");
        assertThat(ordersOfCustomers.inTheWay(customer)).isEmpty();
    }

    /** As it was when proposals did not end with that. */
    private void managesNoMore() {
        database.sql("update customer_reseller set until = since where customer_id = ?")
                .param(customer)
                .update();
    }

    @Test
    void tellsNothingOfACustomerThatTheResellerDoesNotManageAnyMore() {
        asReseller();
        UUID order = prepared(sample.line(BASIC, "5"));
        proposals.keep(reseller, order, selection(sample.line(BASIC, "291")));
        assertThat(proposals.licensesInUse(reseller, order)).containsValue(10);
        assertThat(proposals.find(reseller, order).selectionProblems().hasErrors())
                .isTrue();
        managesNoMore();
        assertThat(proposals.licensesInUse(reseller, order)).isEmpty();
        assertThat(proposals.find(reseller, order).selectionProblems().getAllErrors())
                .isEmpty();
        assertThat(propose(order)).contains("order.proposal.notManaging");
    }

    @Test
    void tellsTheResellerThatAPriceHasChanged() {
        OrderLine line = sample.line(PREMIUM, "5");
        UUID order = proposed(line);
        database.sql("update proposed_line set unit_price = unit_price - 1 where order_id = ?")
                .param(order)
                .update();
        as("sofia");
        tasks.claim(task(order).getId());
        orders.submit(order);
        sample.runJob(order);

        assertThat(proposals.find(reseller, order).lines()).allMatch(OrderView.Line::costsOtherThanProposed);
        assertThat(mailsToProposer()).anyMatch(mail -> mail.contains("Des prix ont changé"));
    }

    @Test
    void letsOneOfTwoWinWhoWithdrawAndSubmitAtTheSameMoment() throws Exception {
        UUID order = proposed(sample.line(PREMIUM, "5"));
        as("sofia");
        tasks.claim(task(order).getId());
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService people = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> submitted = people.submit(() -> {
                as("sofia");
                together.await();
                try {
                    orders.submit(order);
                    return true;
                } catch (RuntimeException overtaken) {
                    return false;
                }
            });
            Future<Boolean> withdrawn = people.submit(() -> {
                asReseller();
                together.await();
                try {
                    return proposals.withdraw(reseller, order);
                } catch (RuntimeException overtaken) {
                    return false;
                }
            });
            boolean sold = submitted.get();
            boolean gone = withdrawn.get();
            assertThat(sold && gone).isFalse();
            OrderState state = proposals.find(reseller, order).state();
            assertThat(state).isEqualTo(sold ? OrderState.SUBMITTED : gone ? OrderState.WITHDRAWN : OrderState.DRAFT);
        } finally {
            people.shutdownNow();
        }
    }

    private UUID prepared(OrderLine... lines) {
        UUID order = proposals.start(reseller, customer).orElseThrow();
        BindingResult errors = nothingWrong(selection(lines));
        proposals.choose(reseller, order, selection(lines), errors);
        assertThat(errors.getAllErrors()).isEmpty();
        return order;
    }

    /** Sent by the reseller's administrator, who is signed in no more afterwards. */
    private UUID proposed(OrderLine... lines) {
        asReseller();
        UUID order = prepared(lines);
        assertThat(propose(order)).isEmpty();
        asNobody();
        return order;
    }

    /** Returns what stands in the way. */
    private List<String> propose(UUID order) {
        BindingResult errors = nothingWrong(order);
        OrderView seen = proposals.find(reseller, order);
        assertThat(proposals.propose(reseller, order, OrderSeen.of(seen), "Please hurry", errors))
                .isEmpty();
        return errors.getAllErrors().stream().map(error -> error.getCode()).toList();
    }

    private void giveBack(UUID order, boolean forGood, String reason) {
        as("sofia");
        tasks.claim(task(order).getId());
        BindingResult errors = nothingWrong(order);
        orders.giveBack(order, forGood, reason, errors);
        assertThat(errors.getAllErrors()).isEmpty();
    }

    private void suspend(UUID suspended) {
        ComplianceChange change = new ComplianceChange(
                ComplianceChange.Finding.SET, ComplianceFlag.SUSPENDED, java.time.LocalDate.of(2025, 1, 1), "Not paid");
        BindingResult errors = nothingWrong(change);
        context.getBean(Resellers.class).check(suspended, change, errors);
        assertThat(errors.getAllErrors()).isEmpty();
    }

    private List<UUID> listed(String state) {
        return orders.list(OrderFilter.of(state, null), null, null, 50).rows().stream()
                .map(OrderCard::id)
                .toList();
    }

    private static OrderSelection selection(OrderLine... lines) {
        return new OrderSelection(List.of(lines));
    }

    private void asReseller() {
        SignedInOutside.work(reseller);
    }

    private List<String> mailsToProposer() {
        return mailsTo(
                context.getBean(Resellers.class).find(reseller).orElseThrow().email());
    }

    /** For a moment nobody else can, while it is being tried to be sent. */
    private String read(UUID mail) {
        return await().ignoreExceptions().until(() -> outbox.read(mail), text -> true);
    }

    private List<String> mailsTo(String recipient) {
        return outbox.waiting(null, null, null, 200).rows().stream()
                .filter(mail -> mail.recipient().startsWith(recipient))
                .filter(mail ->
                        mail.subject().contains(domain) || mail.subject().contains("R-"))
                .map(mail -> mail.subject() + "\n" + read(mail.id()))
                .filter(mail -> mail.contains(domain))
                .toList();
    }

    // ---- refusals in the light of what the customer owns

    @Test
    void sharesTheLicensesOfAProductWithWhatTheCustomerOwns() {
        // 10 licenses of Business Basic are there already, and 300 are the most.
        assertThat(problems(sample.line(BASIC, "290"))).isEmpty();
        assertThat(problems(sample.line(BASIC, "291"))).containsExactly("lines[0].licenses order.line.poolOwned");
        turn(BASIC, "SUSPENDED");
        assertThat(problems(sample.line(BASIC, "291"))).containsExactly("lines[0].licenses order.line.poolOwned");
        turn(BASIC, "DELETED");
        assertThat(problems(sample.line(BASIC, "291"))).isEmpty();
    }

    @Test
    void takesAnAddOnWhoseBaseIsInUseAndAsksToReactivateASuspendedOne() {
        assertThat(problems(sample.line(COPILOT, "5"))).isEmpty();
        turn(BASIC, "SUSPENDED");
        assertThat(problems(sample.line(COPILOT, "5"))).containsExactly("lines[0].offerId order.line.baseSuspended");
        assertThat(problems(sample.line(COPILOT, "5"), sample.line(BASIC, "5")))
                .as("with a base of its own")
                .isEmpty();
        turn(BASIC, "DELETED");
        assertThat(problems(sample.line(COPILOT, "5"))).containsExactly("lines[0].offerId order.line.base");
    }

    @Test
    void givesATrialOnlyOnceAndNotToWhoPaysForTheProduct() {
        OrderLine trial = trial();
        placed(trial);
        assertThat(problems(trial)).containsExactly("lines[0].offerId order.line.trialHad");
        turn(PREMIUM_TRIAL, "DELETED");
        assertThat(problems(trial)).containsExactly("lines[0].offerId order.line.trialHad");

        UUID other = orders.find(sample.placed("Payer " + domain, freshDomain(), null, sample.line(PREMIUM, "3")))
                .orElseThrow()
                .customerId();
        customer = other;
        assertThat(problems(trial)).containsExactly("lines[0].offerId order.line.trialOwned");
        turn(PREMIUM, "DELETED");
        assertThat(problems(trial)).isEmpty();
    }

    @Test
    void givesNoSecondTrialToWhoConvertedTheFirst() {
        placed(trial());
        Subscription first = subscriptions.ofCustomer(customer).stream()
                .filter(Subscription::isTrial)
                .findFirst()
                .orElseThrow();
        SubscriptionChanges changes = context.getBean(SubscriptionChanges.class);
        changes.convert(
                first.getId(),
                first.getVersion(),
                changes.conversions(first.getId()).get(0).offerId(),
                "25",
                nothingWrong(trial()));
        assertThat(subscriptions.find(first.getId()).orElseThrow().getSku()).isEqualTo(PREMIUM);
        turn(PREMIUM, "DELETED");

        assertThat(problems(trial())).containsExactly("lines[0].offerId order.line.trialHad");
    }

    private OrderLine trial() {
        return new OrderLine(sample.offer(PREMIUM_TRIAL, "P1M", "none").offerId(), "25", null);
    }

    @Test
    void refusesAnAddOnWhoseBaseIsSuspendedBetweenReviewAndSubmit() {
        UUID order = atReview(sample.line(COPILOT, "5"));
        turn(BASIC, "SUSPENDED");

        orders.submit(order);

        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER).hasPassed("BoundaryEvent_RefusedAtCheck");
        OrderView view = orders.at(order, REVIEW_ORDER);
        assertThat(view.refused()).isTrue();
        assertThat(view.selectionProblems().getAllErrors())
                .extracting(error -> error.getCode())
                .containsExactly("order.line.baseSuspended");
    }

    @Test
    void refusesAResellerOnRecordThatLostItsEligibilityBeforePlacing() {
        OrderLine line = sample.line(PREMIUM, "5");
        UUID order = submitted(new OrderLine(line.offerId(), "5", reseller));
        database.sql("update reseller set agreement_signed = false where id = ?")
                .param(reseller)
                .update();

        sample.runJob(order);

        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER).hasPassed("BoundaryEvent_RefusedAtPlacing");
        assertThat(orders.at(order, REVIEW_ORDER).selectionProblems().getFieldErrors("lines[0].resellerOnRecordId"))
                .extracting(error -> error.getCode())
                .containsExactly(Obstacle.AGREEMENT_MISSING.key());
        assertThat(count("subscription where order_id = ?", order)).isZero();
    }

    @Test
    void placesForACustomerWhoseManagerLostItsEligibilityIfItIsNotOnRecord() {
        database.sql("update reseller set agreement_signed = false where id = ?")
                .param(reseller)
                .update();

        UUID order = placed(sample.line(PREMIUM, "5"));

        assertThat(orders.find(order).orElseThrow().state()).isEqualTo(OrderState.PLACED);
    }

    @Test
    void refusesACustomerWithoutARelationship() {
        UUID order = atReview(sample.line(PREMIUM, "5"));
        database.sql("update customer set state = 'REMOVED' where id = ?")
                .param(customer)
                .update();

        orders.submit(order);

        assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);
        assertThat(orders.at(order, REVIEW_ORDER).detailProblems().getAllErrors())
                .extracting(error -> error.getCode())
                .containsExactly("order.customer.former");
    }

    // ---- two orders

    @Test
    void refusesTheSecondOfTwoOrdersThatTogetherBreakALimit() {
        UUID one = submitted(sample.line(BASIC, "200"));
        UUID other = submitted(sample.line(BASIC, "200"));

        sample.runJob(one);
        sample.runJob(other);

        assertThat(orders.find(one).orElseThrow().state()).isEqualTo(OrderState.PLACED);
        assertThat(instance(other)).isWaitingAt(REVIEW_ORDER).hasPassed("BoundaryEvent_RefusedAtPlacing");
        assertThat(orders.at(other, REVIEW_ORDER).selectionProblems().getAllErrors())
                .extracting(error -> error.getCode())
                .containsExactly("order.line.poolOwned");
    }

    @Test
    void letsTwoOrdersAtTheSameMomentNotBreakALimitTogether() throws Exception {
        List<UUID> both = List.of(submitted(sample.line(BASIC, "200")), submitted(sample.line(BASIC, "200")));
        List<String> jobs =
                both.stream().map(order -> sample.job(order).getId()).toList();
        CyclicBarrier barrier = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<? extends Future<?>> runs = jobs.stream()
                    .map(job -> threads.submit(() -> {
                        barrier.await();
                        managementService.executeJob(job);
                        return null;
                    }))
                    .toList();
            for (Future<?> run : runs) {
                try {
                    run.get();
                } catch (java.util.concurrent.ExecutionException overtaken) {
                    // Tried again below, as the job executor would.
                }
            }
        } finally {
            threads.shutdownNow();
        }
        both.stream().filter(order -> sample.job(order) != null).forEach(sample::runJob);

        assertThat(both.stream().map(order -> orders.find(order).orElseThrow().state()))
                .containsExactlyInAnyOrder(OrderState.PLACED, OrderState.DRAFT);
        assertThat(database.sql("select sum(licenses) from subscription where customer_id = ? and sku = ?")
                        .params(customer, BASIC)
                        .query(Long.class)
                        .single())
                .isEqualTo(210);
    }

    @Test
    void isSubmittedOnceHoweverOftenSubmitIsClicked() {
        UUID order = submitted(sample.line(PREMIUM, "5"));

        assertThatThrownBy(() -> orders.submit(order)).isInstanceOf(StepNotOpenException.class);
        sample.runJob(order);
        assertThat(count("subscription where order_id = ?", order)).isEqualTo(1);
    }

    // ---- breakdowns

    @Test
    void raisesAnIncidentWhenPlacingFailsAndGoesOnWhenTheOperatorRetries() {
        UUID order = submitted(sample.line(PREMIUM, "5"), sample.line(SampleOrders.E3, "2"));
        String job = sample.job(order).getId();
        database.sql("alter table subscription add constraint broken check (order_id <> '" + order
                        + "' or line_number = 0)")
                .update();
        try {
            while (sample.job(order).getRetries() > 0) {
                assertThatThrownBy(() -> sample.runJob(order)).isInstanceOf(RuntimeException.class);
                assertThat(count("subscription where order_id = ?", order))
                        .as("all of them or none")
                        .isZero();
            }
            assertThat(orders.waitsForOperator(order)).isTrue();
            assertThat(orders.needingAttention(100)).extracting(OrderCard::id).contains(order);
        } finally {
            database.sql("alter table subscription drop constraint broken").update();
        }
        managementService.setJobRetries(job, 1);
        sample.runJob(order);

        assertThat(orders.waitsForOperator(order)).isFalse();
        assertThat(count("subscription where order_id = ?", order)).isEqualTo(2);
    }

    // ---- prices

    @Test
    void keepsThePriceItWasPlacedAt() {
        OrderLine line = sample.line(PREMIUM, "5");
        BigDecimal price = sample.offer(PREMIUM, "P1Y", "annual").unitPrice();
        UUID order = placed(line);
        try {
            reprice(line, "1.5");

            OrderView view = orders.find(order).orElseThrow();
            assertThat(view.lines()).singleElement().satisfies(kept -> {
                assertThat(kept.terms().unitPrice()).isEqualByComparingTo(price);
                assertThat(kept.terms().termTotal()).isEqualByComparingTo(price.multiply(BigDecimal.valueOf(5)));
                assertThat(kept.terms().title()).isEqualTo("Microsoft 365 Business Premium");
            });
            assertThat(view.totals()).singleElement().satisfies(total -> assertThat(total.amount())
                    .isEqualByComparingTo(price.multiply(BigDecimal.valueOf(5))));
        } finally {
            reprice(line, "1 / 1.5");
        }
    }

    @Test
    void doesNotSubmitAnotherPriceThanThePersonSaw() {
        OrderLine line = sample.line(PREMIUM, "5");
        UUID order = atReview(line);
        OrderSeen seen = OrderSeen.decoded(orders.at(order, REVIEW_ORDER).seen());
        try {
            reprice(line, "2");

            assertThat(orders.submit(order, seen)).hasValueSatisfying(unseen -> assertThat(unseen.prices())
                    .singleElement()
                    .satisfies(change -> {
                        assertThat(change.title()).isEqualTo("Microsoft 365 Business Premium");
                        assertThat(change.now().amount())
                                .isEqualByComparingTo(change.before().amount().multiply(BigDecimal.valueOf(2)));
                    }));
            assertThat(instance(order)).isWaitingAt(REVIEW_ORDER);

            OrderSeen again = OrderSeen.decoded(orders.at(order, REVIEW_ORDER).seen());
            assertThat(orders.submit(order, again)).isEmpty();
            assertThat(instance(order)).isWaitingAt("ServiceTask_PlaceOrder");
        } finally {
            reprice(line, "0.5");
        }
    }

    @Test
    void goesBackToReviewWhenAPriceChangesBetweenSubmitAndPlacing() {
        OrderLine line = sample.line(PREMIUM, "5");
        UUID order = submitted(line);
        try {
            reprice(line, "2");

            sample.runJob(order);

            assertThat(instance(order)).isWaitingAt(REVIEW_ORDER).hasPassed("BoundaryEvent_RefusedAtPlacing");
            OrderView view = orders.at(order, REVIEW_ORDER);
            assertThat(view.submittable()).isTrue();
            assertThat(view.repriced()).singleElement().satisfies(change -> assertThat(
                            change.now().amount())
                    .isEqualByComparingTo(change.before().amount().multiply(BigDecimal.valueOf(2))));

            orders.submit(order);
            sample.runJob(order);
            assertThat(orders.find(order).orElseThrow().state()).isEqualTo(OrderState.PLACED);
        } finally {
            reprice(line, "0.5");
        }
    }

    @Test
    void doesNotSubmitWhatWasChangedMeanwhile() {
        OrderLine line = sample.line(PREMIUM, "5");
        UUID order = atReview(new OrderLine(line.offerId(), "5", reseller));
        OrderSeen seen = OrderSeen.decoded(orders.at(order, REVIEW_ORDER).seen());
        UUID successor = sample.activeReseller("Successor " + domain);

        ResellerTies.Reassignable tie = ties.stream()
                .filter(one -> one.key().equals("orders"))
                .findFirst()
                .orElseThrow();
        assertThat(tie.count(reseller)).isEqualTo(1);
        assertThat(tie.some(reseller, 5)).singleElement().satisfies(one -> {
            assertThat(one.name()).contains("Contoso " + domain);
            assertThat(one.page()).isEqualTo("/orders/" + order);
        });
        assertThat(tie.reassign(reseller, successor)).isEqualTo(1);
        assertThat(tie.count(reseller)).isZero();

        assertThat(orders.submit(order, seen))
                .hasValueSatisfying(unseen -> assertThat(unseen.prices()).isEmpty());
        assertThat(orders.at(order, REVIEW_ORDER).lines())
                .extracting(one -> one.entered().resellerOnRecordId())
                .containsExactly(successor);
        assertThat(actions(order)).containsExactly("start_order", "reassign_order");
    }

    @Test
    void standsInTheWayOfRemovingTheCustomerUntilItIsPlaced() {
        UUID order = submitted(sample.line(PREMIUM, "5"));

        assertThat(ordersOfCustomers.inTheWay(customer)).singleElement().satisfies(tie -> assertThat(tie.page())
                .isEqualTo("/orders/" + order));
        sample.runJob(order);
        assertThat(ordersOfCustomers.inTheWay(customer)).isEmpty();
    }

    // ---- small things

    private UUID startedInTasklist() {
        asNobody();
        identityService.setAuthentication("sofia", List.of("sales-agent"));
        ProcessInstance started = runtimeService.startProcessInstanceByKey(AddSubscriptionProcess.KEY);
        identityService.clearAuthentication();
        return UUID.fromString(runtimeService
                .createProcessInstanceQuery()
                .processInstanceId(started.getId())
                .singleResult()
                .getBusinessKey());
    }

    private UUID atReview(OrderLine... lines) {
        UUID order = orders.startFor(customer);
        sample.choose(order, lines);
        return order;
    }

    private UUID submitted(OrderLine... lines) {
        UUID order = atReview(lines);
        orders.submit(order);
        return order;
    }

    private UUID placed(OrderLine... lines) {
        UUID order = submitted(lines);
        sample.runJob(order);
        return order;
    }

    /** What is wrong with these lines for this customer; the draft is cancelled again. */
    private List<String> problems(OrderLine... lines) {
        UUID order = orders.startFor(customer);
        OrderSelection selection = new OrderSelection(List.of(lines));
        BindingResult errors = nothingWrong(selection);
        orders.choose(order, selection, errors);
        orders.cancel(order);
        return errors.getFieldErrors().stream()
                .map(error -> error.getField() + " " + error.getCode())
                .toList();
    }

    private void turn(String sku, String state) {
        assertThat(database.sql("update subscription set state = ? where customer_id = ? and sku = ?")
                        .params(state, customer, sku)
                        .update())
                .isPositive();
    }

    private void reprice(OrderLine line, String factor) {
        database.sql("update offer_price set unit_price = unit_price * " + factor
                        + " where offer_id = ? and market = 'FR'")
                .param(line.offerId())
                .update();
    }

    private ProcessInstance instance(UUID order) {
        return runtimeService
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(order.toString(), AddSubscriptionProcess.KEY)
                .singleResult();
    }

    private Task task(UUID order) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(order.toString())
                .singleResult();
    }

    private String name(UUID order) {
        return task(order).getName();
    }

    private long count(String fromWhere, Object... keys) {
        return database.sql("select count(*) from " + fromWhere)
                .params(Arrays.asList(keys))
                .query(Long.class)
                .single();
    }

    private List<String> actions(UUID order) {
        return database.sql("select action from audit_entry where object_type = 'order' and object_id = ? order by id")
                .param(order)
                .query(String.class)
                .list();
    }
}
