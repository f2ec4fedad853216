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
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import io.relais.RelaisTest;
import io.relais.customer.Customers;
import io.relais.partnership.Obstacle;
import io.relais.partnership.ResellerTies;
import io.relais.subscription.Subscription;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskNotHeldException;
import io.relais.web.NotFoundException;
import java.math.BigDecimal;
import java.util.Arrays;
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
