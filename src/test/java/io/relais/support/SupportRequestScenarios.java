package io.relais.support;

import static io.relais.support.SupportState.ATTENTION_NEEDED;
import static io.relais.support.SupportState.CLOSED;
import static io.relais.support.SupportState.OPEN;
import static io.relais.support.SupportState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.customer.Customers;
import io.relais.customer.RelationshipTiedException;
import io.relais.order.FlowCoverage;
import io.relais.order.SampleOrders;
import io.relais.partnership.ComplianceChange;
import io.relais.partnership.Removal;
import io.relais.partnership.Resellers;
import io.relais.security.Side;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskNotHeldException;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;

/** The ways of a support request, told on both databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SupportRequestScenarios {

    static final String RESELLERS_TURN = "ReceiveTask_AwaitResellersAnswer";
    static final String PROVIDERS_TURN = SupportRequestProcess.STEP_ANSWER;
    static final String CUSTOMERS_TURN = "ReceiveTask_AwaitReply";
    static final String SOLVED = "ReceiveTask_AwaitReopening";

    /** A Tuesday, eleven in Paris. */
    private static final Instant TUESDAY = Instant.parse("2031-11-25T10:00:00Z");

    private final FlowCoverage coverage = new FlowCoverage(SupportRequestProcess.KEY, SupportRequestScenarios.class);

    @Autowired
    ApplicationContext context;

    @Autowired
    SupportRequests requests;

    @Autowired
    Customers customers;

    @Autowired
    TaskService tasks;

    private SampleSupport sample;

    @BeforeEach
    void aResellerAndItsCustomer() {
        sample = new SampleSupport(context);
        SampleSupport.turnTo(TUESDAY);
    }

    @AfterEach
    void signOut(TestInfo test) {
        SampleOrders.asNobody();
        coverage.done(test);
        coverage.assertComplete(context.getBean(ProcessEngine.class));
    }

    // ---- who works on it

    @Test
    void goesToTheDesignatedSupportContactOfTheSubscription() {
        UUID id = sample.withReseller();

        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        assertThat(sample.card(id))
                .extracting(SupportCard::state, SupportCard::reseller, SupportCard::dueAt)
                .containsExactly(ATTENTION_NEEDED, sample.reseller, TUESDAY.plus(Duration.ofHours(4)));
        assertThat(requests.find(sample.resellers, id)).isPresent();
    }

    @Test
    void goesToTheProviderWithoutOneAsATaskThatTheWholeTeamCanClaim() {
        UUID id = sample.withProvider();

        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(id.toString())
                .singleResult();
        SupportCard asked = sample.card(id);
        assertThat(task.getName())
                .isEqualTo("Answer the support request – Fragende " + sample.name + " · " + asked.label() + " · "
                        + asked.title());
        assertThat(task.getAssignee()).isNull();
        assertThat(task.getDueDate()).isEqualTo(Instant.parse("2031-11-25T14:00:00Z"));
        assertThat(tasks.createTaskQuery()
                        .processInstanceBusinessKey(id.toString())
                        .taskCandidateGroup("helpdesk-agent")
                        .count())
                .isOne();
        assertThat(requests.find(sample.resellers, id))
                .as("no reseller has to do with it")
                .isEmpty();
    }

    @Test
    void goesToTheProviderWhenTheContactAsksItself() {
        UUID subscription = sample.supportedSubscription();
        UUID asked = sample.open(sample.resellers, subscription, Category.SERVICE, Severity.CRITICAL);
        assertThat(sample.at(asked)).containsExactly(PROVIDERS_TURN);
        assertThat(requests.find(sample.resellers, asked)).as("it opened it").isPresent();
    }

    @Test
    void staysWhereItIsWhenTheSupportContactChangesLater() {
        UUID subscription = sample.supportedSubscription();
        UUID id = sample.open(sample.customers, subscription, Category.SERVICE, Severity.MODERATE);
        SampleOrders.as("ada", () -> {
            Errors errors = SampleSupport.errors();
            context.getBean(SubscriptionChanges.class)
                    .nameSupportContact(
                            subscription,
                            new SampleSubscriptions(context).now(subscription).getVersion(),
                            null,
                            errors);
            assertThat(errors.getAllErrors()).isEmpty();
            return null;
        });
        assertThat(context.getBean(Subscriptions.class)
                        .find(subscription)
                        .orElseThrow()
                        .getSupportContactId())
                .isNull();
        assertThat(sample.card(id).reseller()).isEqualTo(sample.reseller);
    }

    @Test
    void owesAnAnswerWithinTheWorkingHoursOfItsSeverity() {
        SampleSupport.turnTo(Instant.parse("2031-11-28T16:00:00Z"));
        assertThat(List.of(Severity.CRITICAL, Severity.MODERATE, Severity.MINIMAL))
                .extracting(severity -> sample.card(sample.open(sample.customers, null, Category.OTHER, severity))
                        .dueAt())
                .as("on a Friday, an hour before work ends")
                .containsExactly(
                        Instant.parse("2031-12-01T09:00:00Z"),
                        Instant.parse("2031-12-01T11:00:00Z"),
                        Instant.parse("2031-12-01T15:00:00Z"));
    }

    // ---- to and fro

    @Test
    void isAnsweredByTheResellerAndRepliedToByTheCustomer() {
        UUID id = sample.withReseller();
        sample.act(sample.resellers, id, Action.NOTE, "Which mailbox?");
        assertThat(sample.at(id)).containsExactly(CUSTOMERS_TURN);
        assertThat(sample.card(id))
                .extracting(SupportCard::state, SupportCard::dueAt, SupportCard::answeredAt)
                .containsExactly(OPEN, null, TUESDAY);

        SampleSupport.later(Duration.ofHours(1));
        sample.act(sample.customers, id, Action.NOTE, "All of them.");
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        assertThat(sample.card(id))
                .extracting(SupportCard::state, SupportCard::dueAt, SupportCard::answeredAt)
                .containsExactly(ATTENTION_NEEDED, TUESDAY.plus(Duration.ofHours(5)), TUESDAY);

        sample.act(sample.customers, id, Action.NOTE, "And the calendar.");
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        sample.act(sample.resellers, id, Action.RESOLVE, "The license had ended.");
        assertThat(sample.at(id)).containsExactly(SOLVED);
    }

    @Test
    void isAnsweredAndResolvedByTheProvider() {
        UUID id = sample.withProvider();
        sample.answer(id, Action.NOTE, "Which mailbox?", null);
        assertThat(sample.at(id)).containsExactly(CUSTOMERS_TURN);

        sample.act(SampleSupport.HAL, id, Action.INTERNAL_NOTE, "They never paid.");
        sample.act(SampleSupport.HAL, id, Action.NOTE, "We look into it.");
        assertThat(sample.at(id)).containsExactly(CUSTOMERS_TURN);
        sample.act(SampleSupport.HAL, id, Action.RESOLVE, "Done.");
        assertThat(sample.at(id)).containsExactly(SOLVED);
        assertThat(sample.card(id).closesAt()).isEqualTo(TUESDAY.plus(Duration.ofDays(14)));
        assertThat(texts(sample.customers, id))
                .doesNotContain("They never paid.")
                .contains("Done.");
    }

    @Test
    void isResolvedByTheProviderAtTheFirstAnswer() {
        UUID id = sample.withProvider();
        sample.answer(id, Action.RESOLVE, "Restart it.", null);
        assertThat(sample.at(id)).containsExactly(SOLVED);
        assertThat(sample.card(id).state()).isEqualTo(RESOLVED);
    }

    // ---- from hand to hand

    @Test
    void isHandedBackToTheProviderAndToTheResellerAgain() {
        UUID id = sample.withReseller();
        sample.act(sample.resellers, id, Action.HAND_BACK, "Beyond us.");
        assertThat(sample.at(id)).containsExactly(PROVIDERS_TURN);
        assertThat(sample.card(id).reseller()).isNull();
        assertThat(requests.find(sample.resellers, id))
                .as("it still manages the customer")
                .isPresent();
        assertThat(texts(sample.customers, id)).doesNotContain("Beyond us.");

        SampleSupport.later(Duration.ofHours(1));
        sample.answer(id, Action.HAND_OVER, "Please try again.", sample.reseller);
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        assertThat(sample.card(id))
                .extracting(SupportCard::reseller, SupportCard::dueAt)
                .containsExactly(sample.reseller, TUESDAY.plus(Duration.ofHours(5)));
        assertThat(texts(sample.resellers, id)).contains("Please try again.");
    }

    @Test
    void isHandedToAndFroWhileTheCustomersReplyIsAwaited() {
        UUID id = sample.withReseller();
        sample.act(sample.resellers, id, Action.NOTE, "Which mailbox?");
        sample.act(SampleSupport.HAL, id, Action.TAKE_OVER, null);
        assertThat(sample.at(id)).containsExactly(PROVIDERS_TURN);
        sample.answer(id, Action.NOTE, "It is us now.", null);
        sample.act(SampleSupport.HAL, id, Action.HAND_OVER, null, sample.reseller);
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        sample.act(SampleSupport.HAL, id, Action.TAKE_OVER, "We need it at once.");
        assertThat(sample.at(id)).containsExactly(PROVIDERS_TURN);
    }

    @Test
    void isHandedToNobodyButAResellerOfTheCustomer() {
        UUID id = sample.withProvider();
        sample.answer(id, Action.NOTE, "Hello.", null);
        UUID other = new SampleOrders(context).activeReseller("Fremde " + sample.name);
        assertThat(sample.refused(SampleSupport.HAL, id, Action.HAND_OVER, "You do it.", other))
                .containsExactly("support.problem.reseller");
        assertThat(sample.refused(SampleSupport.HAL, id, Action.HAND_OVER, "You do it.", null))
                .containsExactly("support.problem.reseller");
    }

    @Test
    void goesToTheProviderWhenTheResellerDoesNotAnswerInTime() {
        UUID id = sample.withReseller();
        sample.timer(id, "BoundaryEvent_AnswerOverdue");

        assertThat(sample.at(id)).containsExactly(PROVIDERS_TURN);
        assertThat(sample.card(id))
                .extracting(SupportCard::reseller, SupportCard::dueAt, SupportCard::overdue)
                .containsExactly(null, Instant.parse("2031-11-26T09:00:00Z"), false);
        assertThat(mailsTo(id, "boss")).anySatisfy(mail -> assertThat(mail)
                .contains("sans réponse dans les délais", "/reseller/support-requests/" + id));
        assertThat(history(id)).contains("escalate_support_request system");
    }

    @Test
    void tellsStaffWhenTheProviderDoesNotAnswerInTime() {
        UUID id = sample.withProvider();
        long before = requests.overdue();
        sample.timer(id, "BoundaryEvent_ProviderOverdue");

        assertThat(sample.at(id)).containsExactly(PROVIDERS_TURN);
        assertThat(sample.card(id).overdue()).isTrue();
        assertThat(requests.overdue()).isGreaterThan(before);
        assertThat(mailsTo(id, "hal@")).hasSize(2);
        assertThat(mailsTo(id, "claire")).as("not the customer’s business").hasSize(1);
        assertThat(texts(sample.customers, id)).hasSize(1);
    }

    // ---- its end

    @Test
    void isOpenedAgainByTheCustomerWithinFourteenDays() {
        UUID id = sample.withReseller();
        sample.act(sample.resellers, id, Action.RESOLVE, "Done.");
        SampleSupport.later(Duration.ofDays(13));
        sample.act(sample.customers, id, Action.REOPEN, "It is back.");
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        assertThat(sample.card(id))
                .extracting(SupportCard::state, SupportCard::closesAt)
                .containsExactly(ATTENTION_NEEDED, null);
    }

    @Test
    void isOpenedAgainByWhoOpenedIt() {
        UUID id = sample.open(SampleSupport.HAL, null, Category.OTHER, Severity.MINIMAL);
        sample.answer(id, Action.RESOLVE, "Done.", null);
        assertThat(requests.find(sample.resellers, id))
                .as("it has nothing to do with it")
                .isEmpty();
        sample.act(SampleSupport.HAL, id, Action.REOPEN, "Not done.");
        assertThat(sample.at(id)).containsExactly(PROVIDERS_TURN);
    }

    @Test
    void closesByItselfAfterFourteenDaysForGood() {
        UUID id = sample.withReseller();
        sample.act(sample.resellers, id, Action.RESOLVE, "Done.");
        sample.timer(id, "BoundaryEvent_TimeOver");
        assertThat(sample.at(id)).isEmpty();
        assertThat(sample.card(id).state()).isEqualTo(CLOSED);
        for (Visitor visitor : List.of(sample.customers, sample.resellers, SampleSupport.HAL)) {
            assertThat(requests.find(visitor, id).orElseThrow().actions()).isEmpty();
        }
        assertThat(sample.refused(sample.customers, id, Action.REOPEN, "Too late?", null))
                .containsExactly("support.problem.notNow");
    }

    @Test
    void isClosedByTheCustomerAtAnyTime() {
        UUID open = sample.withReseller();
        sample.act(sample.customers, open, Action.CLOSE, null);
        UUID atProvider = sample.withProvider();
        sample.act(sample.customers, atProvider, Action.CLOSE, "Found it myself.");
        UUID resolved = sample.withProvider();
        sample.answer(resolved, Action.RESOLVE, "Done.", null);
        sample.act(sample.customers, resolved, Action.CLOSE, null);
        for (UUID id : List.of(open, atProvider, resolved)) {
            assertThat(sample.at(id)).isEmpty();
            assertThat(sample.card(id).state()).isEqualTo(CLOSED);
        }
    }

    // ---- when a reseller or a customer leaves

    @Test
    void goesToTheProviderWhenItsResellerManagesTheCustomerNoMore() {
        UUID owed = sample.withReseller();
        UUID answered = sample.withReseller();
        sample.act(sample.resellers, answered, Action.NOTE, "Which mailbox?");
        SampleOrders.as("sam", () -> {
            customers.dissociate(sample.customer, sample.reseller);
            return null;
        });

        assertThat(sample.at(owed)).containsExactly(PROVIDERS_TURN);
        assertThat(sample.at(answered)).containsExactly(CUSTOMERS_TURN);
        for (UUID id : List.of(owed, answered)) {
            assertThat(sample.card(id).reseller()).isNull();
            assertThat(requests.find(sample.resellers, id))
                    .as("it is no business of its any more")
                    .isEmpty();
        }
        sample.act(sample.customers, answered, Action.NOTE, "All of them.");
        assertThat(sample.at(answered)).containsExactly(PROVIDERS_TURN);
    }

    @Test
    void goesToTheProviderOrAnHeirWhenThePartnershipIsRemoved() {
        UUID id = sample.withReseller();
        UUID heir = new SampleOrders(context).activeReseller("Erbin " + sample.name);
        SampleOrders.as("sam", () -> {
            customers.associate(sample.customer, heir);
            Map<String, Removal.Fate> fates = new HashMap<>();
            fates.put("customers", Removal.Fate.KEEP);
            fates.put("support-contact", Removal.Fate.NOBODY);
            fates.put("support-requests", Removal.Fate.GIVE);
            Removal form =
                    new Removal("Contract ended.", "Helfer " + sample.name, fates, Map.of("support-requests", heir));
            Errors errors = new BeanPropertyBindingResult(form, "form");
            context.getBean(Resellers.class).remove(sample.reseller, form, errors);
            assertThat(errors.getAllErrors()).isEmpty();
            return null;
        });
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        assertThat(sample.card(id).reseller()).isEqualTo(heir);
        assertThat(requests.find(new Visitor(Side.RESELLER, heir, "erbin", true), id))
                .isPresent();
        assertThat(mailsTo(id, "boss"))
                .as("the former partner hears nothing of it")
                .hasSize(2);
        assertThat(customers.resellersOf(sample.customer))
                .as("the customer stays")
                .contains(sample.reseller);
        assertThat(requests.find(sample.resellers, id))
                .as("but is none of its business")
                .isEmpty();
        assertThat(requests.list(sample.resellers, SupportFilter.ALL, null, null, 50)
                        .rows())
                .isEmpty();
        assertThat(requests.customerFor(sample.resellers, sample.customer)).isEmpty();
        assertThatThrownBy(() -> sample.act(sample.resellers, id, Action.NOTE, "Still here."))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void standsInTheWayOfRemovingItsCustomerUntilItIsResolvedAndIsReadOnlyAfterwards() throws Exception {
        UUID id = sample.withProvider();
        SampleOrders.as("sam");
        assertThatThrownBy(() -> customers.removeRelationship(sample.customer, "Moved away"))
                .isInstanceOf(RelationshipTiedException.class);
        sample.answer(id, Action.RESOLVE, "Done.", null);
        customers.removeRelationship(sample.customer, "Moved away");

        SupportView seen = requests.find(sample.customers, id).orElseThrow();
        assertThat(seen.readOnly()).isTrue();
        assertThat(seen.actions()).isEmpty();
        assertThat(sample.refused(sample.customers, id, Action.REOPEN, "Hello?", null))
                .containsExactly("support.problem.notNow");
        assertThat(requests.customerFor(sample.customers, sample.customer)).isEmpty();
    }

    // ---- who may not

    @Test
    void doesNotExistForAnybodyElse() {
        UUID id = sample.withReseller();
        SampleSupport others = new SampleSupport(context);
        for (Visitor stranger : List.of(others.customers, others.resellers)) {
            assertThat(requests.find(stranger, id)).isEmpty();
            assertThat(requests.list(stranger, SupportFilter.ALL, null, null, 50)
                            .rows())
                    .isEmpty();
            assertThatThrownBy(() -> sample.act(stranger, id, Action.NOTE, "Hello."))
                    .isInstanceOf(NotFoundException.class);
            assertThat(requests.customerFor(stranger, sample.customer)).isEmpty();
        }
    }

    @Test
    void isWorkedOnByThoseOnlyWhoseTurnItIs() {
        UUID id = sample.withReseller();
        assertThat(sample.refused(SampleSupport.HAL, id, Action.NOTE, "Mine.", null))
                .containsExactly("support.problem.notNow");
        assertThat(sample.refused(Visitor.staff("sam", false), id, Action.INTERNAL_NOTE, "Look.", null))
                .containsExactly("support.problem.notNow");
        assertThat(sample.refused(sample.customers, id, Action.RESOLVE, "Mine.", null))
                .containsExactly("support.problem.notNow");

        UUID providers = sample.withProvider();
        assertThat(sample.refused(SampleSupport.HAL, providers, Action.NOTE, "Past the task.", null))
                .containsExactly("support.problem.notNow");
        assertThatThrownBy(() -> requests.answer(
                        SampleSupport.HAL, id, Action.NOTE, "x", null, List.of(), 0L, SampleSupport.errors()))
                .isInstanceOf(StepNotOpenException.class);
        SampleOrders.as("ada");
        assertThatThrownBy(() -> requests.answer(
                        SampleSupport.HAL, providers, Action.NOTE, "x", null, List.of(), 0L, SampleSupport.errors()))
                .isInstanceOf(TaskNotHeldException.class);
    }

    @Test
    void cannotBeAnsweredPastThePage() {
        UUID id = sample.withProvider();
        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(id.toString())
                .singleResult();
        assertThatThrownBy(() -> tasks.complete(task.getId(), Map.of("resolved", true)))
                .isInstanceOf(ProcessEngineException.class)
                .hasStackTraceContaining("StepIncompleteException");
        assertThat(sample.at(id)).containsExactly(PROVIDERS_TURN);
    }

    @Test
    void takesNothingFromASuspendedResellerUntilThatIsLifted() {
        UUID id = sample.withReseller();
        sample.suspend(ComplianceChange.Finding.SET);

        assertThat(requests.find(sample.resellers, id).orElseThrow().actions()).isEmpty();
        assertThat(sample.refused(sample.resellers, id, Action.NOTE, "On it.", null))
                .containsExactly("support.problem.notNow");
        assertThat(requests.customerFor(sample.resellers, sample.customer)).isEmpty();
        Errors errors = SampleSupport.errors();
        assertThat(requests.open(
                        sample.resellers,
                        new NewSupportRequest(
                                null, sample.customer, null, Category.OTHER, Severity.MINIMAL, "A question", "How?"),
                        List.of(),
                        errors))
                .isEmpty();

        sample.suspend(ComplianceChange.Finding.LIFT);
        sample.act(sample.resellers, id, Action.NOTE, "On it again.");
    }

    @Test
    void holdsTheResellersPartnershipUntilWhatItDoesIsDone() throws Exception {
        UUID id = sample.withReseller();
        CompletableFuture<Void> suspension = new CompletableFuture<>();
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            sample.act(sample.resellers, id, Action.NOTE, "On it.");
            suspension.completeAsync(() -> {
                sample.suspend(ComplianceChange.Finding.SET);
                return null;
            });
            assertThatThrownBy(() -> suspension.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        });
        suspension.get(30, TimeUnit.SECONDS);
        assertThat(requests.find(sample.resellers, id).orElseThrow().actions()).isEmpty();
    }

    @Test
    void letsNobodyWhoIsTypingStartAnewForWhatOnlyStaffSee() {
        UUID id = sample.withProvider();
        SupportCard seen = requests.find(sample.customers, id).orElseThrow().card();
        sample.timer(id, "BoundaryEvent_ProviderOverdue");
        sample.act(SampleSupport.HAL, id, Action.INTERNAL_NOTE, "They have not paid.");
        sample.act(SampleSupport.HAL, id, Action.INTERNAL_NOTE, "They have, yesterday.");

        SupportCard now = requests.find(sample.customers, id).orElseThrow().card();
        assertThat(now.version()).isEqualTo(seen.version());
        assertThat(now.changedAt()).isEqualTo(seen.changedAt());
        Errors errors = SampleSupport.errors();
        assertThat(requests.act(sample.customers, id, Action.NOTE, "Anybody?", null, List.of(), seen.version(), errors))
                .isTrue();
        assertThat(errors.getAllErrors()).isEmpty();
        assertThat(texts(SampleSupport.HAL, id)).endsWith("They have not paid.", "They have, yesterday.", "Anybody?");
        sample.answer(id, Action.RESOLVE, "Done.", null);
    }

    @Test
    void isNotOpenedAgainWhenItsTimeIsOverThoughTheTimerIsLate() {
        UUID id = sample.withReseller();
        sample.act(sample.resellers, id, Action.RESOLVE, "Done.");
        Instant end = sample.card(id).closesAt();
        assertThat(end).isEqualTo(TUESDAY.plus(Duration.ofDays(14)));

        SampleSupport.turnTo(end.minusSeconds(1));
        assertThat(requests.find(sample.customers, id).orElseThrow().actions()).contains(Action.REOPEN);
        SampleSupport.turnTo(end);
        assertThat(sample.refused(sample.customers, id, Action.REOPEN, "It is back.", null))
                .containsExactly("support.problem.notNow");
    }

    @Test
    void keepsWhatAResellerSaidToTheProviderFromTheNextOne() {
        UUID id = sample.withReseller();
        UUID next = new SampleOrders(context).activeReseller("Next " + sample.name);
        SampleOrders.as("sam", () -> {
            customers.associate(sample.customer, next);
            return null;
        });
        sample.act(sample.resellers, id, Action.HAND_BACK, "They owe us money.");
        sample.answer(id, Action.HAND_OVER, "Please help.", next);

        Visitor other = new Visitor(Side.RESELLER, next, "next", true);
        assertThat(texts(other, id)).contains("Please help.").doesNotContain("They owe us money.");
        assertThat(texts(sample.resellers, id)).contains("They owe us money.").doesNotContain("Please help.");
        assertThat(texts(sample.customers, id)).doesNotContain("Please help.", "They owe us money.");
    }

    @Test
    void takesNoTextForACustomerWhileAResellerIsChosen() {
        UUID id = sample.withProvider();
        sample.answer(id, Action.NOTE, "Which mailbox?", null);
        for (Action action : List.of(Action.NOTE, Action.RESOLVE, Action.INTERNAL_NOTE)) {
            assertThat(sample.refused(
                            SampleSupport.HAL, id, action, "They are slow to pay: ask them.", sample.reseller))
                    .containsExactly("support.problem.resellerChosen");
        }
        assertThat(texts(sample.customers, id)).containsExactly("Since this morning.", "Which mailbox?");
    }

    @Test
    void isOpenedOnceThoughItIsSentTwice() {
        NewSupportRequest sent = new NewSupportRequest(
                "form-1", sample.customer, null, Category.OTHER, Severity.MINIMAL, "Twice", "How does it work?");
        List<UUID> opened = new ArrayList<>();
        for (Visitor visitor : List.of(sample.customers, sample.customers, sample.resellers, SampleSupport.HAL)) {
            opened.add(requests.open(visitor, sent, List.of(), SampleSupport.errors())
                    .orElseThrow());
        }
        assertThat(opened.get(1)).isEqualTo(opened.get(0));
        assertThat(Set.copyOf(opened)).as("another’s key is another one").hasSize(3);
    }

    @Test
    void letsStaffWriteToTheResellerThatWorksOnWhatTheyOpened() {
        UUID id = sample.open(SampleSupport.HAL, sample.supportedSubscription(), Category.SERVICE, Severity.MODERATE);
        sample.act(SampleSupport.HAL, id, Action.NOTE, "They called again.");
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        sample.act(sample.resellers, id, Action.NOTE, "Which mailbox?");
        assertThat(sample.at(id)).containsExactly(CUSTOMERS_TURN);
        assertThat(mailsTo(id, "hal@")).singleElement().asString().contains("Helfer " + sample.name);

        sample.act(SampleSupport.HAL, id, Action.NOTE, "All of them.");
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        assertThat(texts(sample.resellers, id)).endsWith("They called again.", "Which mailbox?", "All of them.");
        assertThat(sample.refused(SampleSupport.HAL, id, Action.RESOLVE, "Done.", null))
                .as("the reseller works on it")
                .containsExactly("support.problem.notNow");
    }

    @Test
    void isNamedAmongWhatAResellerWouldLeaveBehind() {
        SupportRequestsOfResellers ties = context.getBean(SupportRequestsOfResellers.class);
        List<UUID> with = List.of(sample.withReseller(), sample.withReseller(), sample.withReseller());
        sample.act(sample.customers, with.get(0), Action.CLOSE, null);

        assertThat(ties.count(sample.reseller)).isEqualTo(2);
        assertThat(ties.some(sample.reseller, 5)).hasSize(2);
        assertThat(ties.some(sample.reseller, 1))
                .singleElement()
                .asString()
                .contains(sample.card(with.get(1)).label());
    }

    @Test
    void takesNoTextThatCannotBeStored() {
        UUID id = sample.withReseller();
        assertThat(sample.refused(sample.customers, id, Action.NOTE, "Nul\0", null))
                .contains("support.problem.control");
    }

    @Test
    void takesNoAnswerToWhatWasNotSeen() {
        UUID id = sample.withReseller();
        Long seen = sample.card(id).version();
        sample.act(sample.customers, id, Action.NOTE, "Never mind the calendar.");
        Errors errors = SampleSupport.errors();
        assertThat(requests.act(
                        sample.resellers, id, Action.NOTE, "About the calendar:", null, List.of(), seen, errors))
                .isFalse();
        assertThat(texts(sample.customers, id)).doesNotContain("About the calendar:");
    }

    // ---- mails

    @Test
    void isToldToEachPartyInItsLanguageWithTheLinkToItsOwnPageAndNoWordOfWhatWasWritten() {
        UUID id = sample.withReseller();
        sample.act(sample.resellers, id, Action.NOTE, "Secret words.");
        sample.act(sample.resellers, id, Action.HAND_BACK, "More of them.");

        List<String> mails = sample.mails(id);
        assertThat(String.join("\n", mails)).doesNotContain("Secret words.", "More of them.", "Since this morning.");
        assertThat(mailsTo(id, "claire")).hasSize(3).allSatisfy(mail -> assertThat(mail)
                .contains("demande de support", "/customer/support-requests/" + id)
                .contains("Modérée : No mail " + sample.name + " (Fragende " + sample.name + ")")
                .doesNotContain("/reseller/"));
        assertThat(mailsTo(id, "claire"))
                .as("who, but none of the reseller’s people")
                .anySatisfy(mail -> assertThat(mail).contains("Helfer " + sample.name + " a écrit"))
                .noneSatisfy(mail -> assertThat(mail).contains(sample.resellers.name()));
        assertThat(mailsTo(id, "boss"))
                .allSatisfy(mail -> assertThat(mail).contains("/reseller/support-requests/" + id));
        assertThat(mailsTo(id, "hal@"))
                .singleElement()
                .asString()
                .contains(
                        "Helfer " + sample.name + " · " + sample.resellers.name() + " handed",
                        "Customer: Fragende " + sample.name,
                        "Severity: Moderate",
                        "/support-requests/" + id)
                .doesNotContain("/reseller/", "/customer/");
    }

    @Test
    void tellsNobodyWhatWasRolledBack() {
        UUID id = sample.withReseller();
        int before = sample.mails(id).size();
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            sample.act(sample.resellers, id, Action.NOTE, "Which mailbox?");
            status.setRollbackOnly();
        });
        assertThat(sample.mails(id)).hasSize(before);
        assertThat(sample.at(id)).containsExactly(RESELLERS_TURN);
        assertThat(sample.card(id).state()).isEqualTo(ATTENTION_NEEDED);
    }

    // ---- lists

    @Test
    void isListedPageByPageForEachSideAndNobodyElse() {
        for (int i = 0; i < 3; i++) {
            sample.withReseller();
            sample.withProvider();
        }
        assertThat(pages(sample.customers)).containsExactly(2, 2, 2);
        assertThat(pages(sample.resellers)).as("those that come to it").containsExactly(2, 1);
        SupportFilter ours = new SupportFilter(null, null, null, true, false, sample.customer, null);
        assertThat(requests.list(SampleSupport.HAL, ours, null, null, 10).rows())
                .hasSize(3);
        SupportFilter theirs =
                new SupportFilter(ATTENTION_NEEDED, Severity.MODERATE, sample.reseller, false, false, null, null);
        assertThat(requests.list(SampleSupport.HAL, theirs, null, null, 10).rows())
                .hasSize(3);
        SampleSupport.later(Duration.ofDays(3));
        SupportFilter late = new SupportFilter(null, null, null, false, true, sample.customer, null);
        assertThat(requests.list(SampleSupport.HAL, late, null, null, 10).rows())
                .hasSize(6);
        Map<String, Integer> exported = new HashMap<>();
        requests.each(SampleSupport.HAL, late, rows -> exported.merge("rows", rows.size(), Integer::sum));
        assertThat(exported).containsEntry("rows", 6);
    }

    private List<Integer> pages(Visitor visitor) {
        List<Integer> sizes = new ArrayList<>();
        String after = null;
        do {
            Keyset.Page<SupportCard> page = requests.list(visitor, SupportFilter.ALL, after, null, 2);
            sizes.add(page.rows().size());
            after = page.next();
        } while (after != null);
        return sizes;
    }

    private List<String> texts(Visitor visitor, UUID id) {
        return requests.find(visitor, id).orElseThrow().entries().stream()
                .map(entry -> String.valueOf(entry.text()))
                .toList();
    }

    private List<String> mailsTo(UUID id, String recipient) {
        return sample.mails(id).stream()
                .filter(mail -> mail.startsWith(recipient))
                .toList();
    }

    private List<String> history(UUID id) {
        return context.getBean(AuditTrail.class).of(SupportRequests.AUDIT, id, 50).stream()
                .map((AuditEntry line) -> line.getAction() + " " + line.getActor())
                .toList();
    }
}
