package io.relais.order;

import io.relais.audit.AuditTrail;
import io.relais.catalog.CatalogItem;
import io.relais.customer.Customers;
import io.relais.customer.DomainTakenException;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.subscription.Subscriptions;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;

/**
 * Orders for new customers. The methods of the wizard (enter, choose, review, hand over) are for the person who holds the task of that
 * step and complete it; the methods of placing are for the process. An order's id is also the business key of its process instance and
 * the hand-over of its customer's first temporary password.
 *
 * <p>While it is a draft an order holds nothing. From the moment it is submitted, everything is made in one transaction: the customer,
 * its administrator, the subscriptions and the sealed password exist together or not at all.
 */
@Service
public class Orders {

    static final String OBJECT = "order";

    private static final List<OrderState> IN_PROGRESS = List.of(OrderState.DRAFT, OrderState.SUBMITTED);
    private static final String CANCEL = "cancel_order";

    private final OrderRepository orders;
    private final OrderRules rules;
    private final NewCustomerOrderProcess process;
    private final Tasks tasks;
    private final Customers customers;
    private final Resellers resellers;
    private final Subscriptions subscriptions;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    Orders(
            OrderRepository orders,
            OrderRules rules,
            NewCustomerOrderProcess process,
            Tasks tasks,
            Customers customers,
            Resellers resellers,
            Subscriptions subscriptions,
            AuditTrail audit,
            EntityManager entities,
            Clock clock) {
        this.orders = orders;
        this.rules = rules;
        this.process = process;
        this.tasks = tasks;
        this.customers = customers;
        this.resellers = resellers;
        this.subscriptions = subscriptions;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Starts an order for a new customer, or reopens the draft for the same reseller into which this person has not typed anything yet.
     *
     * @param resellerId the reseller that shall manage the customer; null to choose later
     * @return the order's id
     */
    @Transactional
    public UUID start(UUID resellerId) {
        String person = AuditTrail.actor();
        Optional<Order> untouched = orders
                .findByStartedByAndStateAndDetailsCompanyNameIsNullOrderByStartedAtDesc(
                        person, OrderState.DRAFT, Limit.of(5))
                .stream()
                .filter(order -> order.untouched() && Objects.equals(order.resellerId(), resellerId))
                .filter(order -> tasks.next(order.id().toString()).isPresent())
                .findFirst();
        if (untouched.isPresent()) {
            return untouched.get().id();
        }
        Order order = newDraft(UUID.randomUUID(), resellerId, person);
        process.start(order.id(), person);
        return order.id();
    }

    /**
     * Makes sure that a case has its draft: for processes started in Tasklist or through the engine's API, which know no order yet.
     *
     * @param businessKey the case's business key, if it has one
     * @return the id of the draft, new unless the business key is that of a draft on which no case works yet: nobody takes over an order
     *     by starting a second case with its id
     */
    @Transactional
    public UUID openDraft(String businessKey, String person) {
        Optional<UUID> waiting = uuid(businessKey).filter(id -> orders.findById(id)
                .filter(order -> order.state() == OrderState.DRAFT)
                .filter(order -> order.madeNow() || !process.runs(id))
                .isPresent());
        return waiting.orElseGet(() -> newDraft(UUID.randomUUID(), null, person).id());
    }

    /** The name of the managing reseller of an order, as Tasklist's lists show it; empty for a direct customer. */
    @Transactional(readOnly = true)
    public String resellerName(UUID id) {
        return nameOfReseller(get(id).resellerId());
    }

    /** Stores the first page of a draft as it is, to go on later. */
    @Transactional
    public void keepDetails(UUID id, OrderDetails entered) {
        held(id, NewCustomerOrderProcess.ENTER_DETAILS).describe(entered);
    }

    /**
     * Stores the first page of a draft and goes on if nothing is wrong with it; else says what is. What is wrong is kept too, except what
     * could not even be read.
     *
     * @param errors may hold what could not be read
     */
    @Transactional
    public void enterDetails(UUID id, OrderDetails entered, Errors errors) {
        Step step = step(id, NewCustomerOrderProcess.ENTER_DETAILS);
        if (!errors.hasErrors()) {
            step.order.describe(entered);
        }
        rules.check(entered, errors);
        if (!errors.hasErrors()) {
            complete(step, OrderIntent.NEXT);
        }
    }

    /** Stores the second page of a draft as it is. */
    @Transactional
    public void keepSelection(UUID id, OrderSelection selection) {
        held(id, NewCustomerOrderProcess.CHOOSE_SUBSCRIPTIONS).select(selection);
    }

    /** Stores the second page of a draft and goes on to Review if nothing is wrong with it; else says what is, likewise. */
    @Transactional
    public void choose(UUID id, OrderSelection selection, Errors errors) {
        Step step = step(id, NewCustomerOrderProcess.CHOOSE_SUBSCRIPTIONS);
        if (!errors.hasErrors()) {
            step.order.select(selection);
        }
        rules.check(selection, rules.offers(selection, market(step.order)), errors);
        if (!errors.hasErrors()) {
            complete(step, OrderIntent.NEXT);
        }
    }

    /** Goes back from the second page to the first, keeping what is chosen. */
    @Transactional
    public void backToDetails(UUID id, OrderSelection selection) {
        Step step = step(id, NewCustomerOrderProcess.CHOOSE_SUBSCRIPTIONS);
        step.order.select(selection);
        complete(step, OrderIntent.UPDATE_DETAILS);
    }

    /** Goes back from Review to the details. */
    @Transactional
    public void updateDetails(UUID id) {
        complete(review(id), OrderIntent.UPDATE_DETAILS);
    }

    /** Goes back from Review to the subscriptions. */
    @Transactional
    public void updateSubscriptions(UUID id) {
        complete(review(id), OrderIntent.UPDATE_SUBSCRIPTIONS);
    }

    /** Submits a reviewed order. If a rule is not met any more, the order is back at Review afterwards, {@link OrderView#refused}. */
    @Transactional
    public void submit(UUID id) {
        complete(review(id), OrderIntent.SUBMIT);
    }

    /** Cancels the whole operation: nothing remains of the draft but its line in the audit trail. */
    @Transactional
    public void cancel(UUID id) {
        Order order = orders.findById(id).orElseThrow(() -> new StepNotOpenException(id.toString(), "cancel"));
        if (order.state() != OrderState.DRAFT) {
            throw new StepNotOpenException(id.toString(), "cancel");
        }
        String step = tasks.ofCase(id.toString()).stream()
                .findFirst()
                .map(task -> task.step())
                .orElse("cancel");
        tasks.held(id.toString(), step);
        process.cancel(id);
    }

    /**
     * Reveals the customer's temporary password to the person who holds the hand-over, once.
     *
     * @return empty if it was revealed before or its lifetime is over
     */
    @Transactional
    public Optional<String> revealPassword(UUID id) {
        Order order = held(id, NewCustomerOrderProcess.HAND_OVER);
        return customers.revealPassword(order.customerId(), id);
    }

    /** Ends the hand-over: the person has noted name and password. A sealed copy that was never revealed is destroyed. */
    @Transactional
    public void handedOver(UUID id) {
        Step step = step(id, NewCustomerOrderProcess.HAND_OVER);
        step.order.handedOver(clock.instant());
        customers.forgetPassword(id);
        audit.record("hand_over_sign_in_data", OBJECT, id);
        tasks.complete(step.task);
    }

    // What the process calls

    /** What a completed step means for the process. */
    public record StepOutcome(String intent, String companyName, String resellerName) {}

    /**
     * Checks, whoever completes the step by whatever way, that what its page asks for is there.
     *
     * @throws StepIncompleteException if it is not; the task stays open
     */
    @Transactional
    public StepOutcome stepCompleted(UUID id, String step) {
        Order order = get(id);
        OrderIntent intent = order.takeIntent();
        boolean done =
                switch (step) {
                    case NewCustomerOrderProcess.ENTER_DETAILS ->
                        intent == OrderIntent.NEXT
                                || !rules.check(order.details()).hasErrors();
                    case NewCustomerOrderProcess.CHOOSE_SUBSCRIPTIONS ->
                        intent != null
                                || !rules.check(order.selection(), market(order))
                                        .hasErrors();
                    case NewCustomerOrderProcess.REVIEW_ORDER -> intent != null;
                    case NewCustomerOrderProcess.HAND_OVER -> order.handedOverAt() != null;
                    default -> false;
                };
        if (!done) {
            throw new StepIncompleteException("This step of order " + id
                    + " lacks what its form asks for. Complete it with its form in Tasklist or in the workspace.");
        }
        return new StepOutcome(
                intent == null ? OrderIntent.NEXT.name() : intent.name(),
                order.details().details().companyName(),
                nameOfReseller(order.resellerId()));
    }

    /**
     * Checks every rule once more and marks the order as submitted.
     *
     * @throws OrderRefusedException if a rule is not met; the order is a draft again
     */
    @Transactional
    public void check(UUID id) throws OrderRefusedException {
        Order order = get(id);
        refuseIfARuleIsBroken(order);
        order.submit(AuditTrail.actor(), clock.instant());
        audit.record("submit_order", OBJECT, id);
    }

    /**
     * Opens the customer's account and associates the reseller. Every rule is checked once more, since time may have passed.
     *
     * @throws OrderRefusedException if a rule is not met; nothing is made and the order is a draft again
     */
    @Transactional
    public void openCustomer(UUID id) throws OrderRefusedException {
        Order order = get(id);
        if (order.customerId() != null) {
            return;
        }
        refuseIfARuleIsBroken(order);
        OrderDetails entered = order.details();
        try {
            order.customerOpened(
                    customers.open(entered.details(), entered.agreement(), entered.reseller(), order.submittedBy()));
        } catch (DomainTakenException taken) {
            order.refuse();
            throw new OrderRefusedException(taken.getMessage());
        }
    }

    /** Places the order: gives it a number and starts its subscriptions at today's prices. */
    @Transactional
    public void place(UUID id) {
        Order order = get(id);
        if (order.state() == OrderState.PLACED) {
            return;
        }
        OrderSelection selection = order.selection();
        Map<UUID, CatalogItem> offers = rules.offers(selection, market(order));
        List<Subscriptions.Line> lines = selection.lines().stream()
                .map(line -> new Subscriptions.Line(
                        Objects.requireNonNull(offers.get(line.offerId()), "offer not sold any more"),
                        line.licenseCount().orElseThrow(),
                        line.resellerOnRecordId()))
                .toList();
        subscriptions.start(order.customerId(), id, lines, order.submittedBy());
        order.placed(orders.nextNumber(), clock.instant());
        audit.recordAs(order.submittedBy(), "create_order", OBJECT, id, null, lines.size() + " × " + order.number());
    }

    /** Opens the administrator's account; its temporary password waits sealed for the hand-over. Returns until when. */
    @Transactional
    public Instant openAdminAccount(UUID id) {
        Order order = get(id);
        return customers.openAdminAccount(
                order.customerId(), order.details().details().domainPrefix(), id);
    }

    /** Discards a cancelled draft. */
    @Transactional
    public void discard(UUID id) {
        Order order = get(id);
        if (order.state() != OrderState.DRAFT) {
            throw new IllegalStateException("Order " + id + " is submitted and cannot be cancelled");
        }
        audit.record(CANCEL, OBJECT, id);
        orders.delete(order);
    }

    // What pages read

    /** An order with everything its pages show; empty if there is none, or none any more. */
    @Transactional(readOnly = true)
    public Optional<OrderView> find(UUID id) {
        return orders.findById(id).map(this::view);
    }

    /** Whether there was such an order and it was cancelled. */
    @Transactional(readOnly = true)
    public boolean cancelled(UUID id) {
        return audit.of(OBJECT, id, 1).stream().anyMatch(latest -> CANCEL.equals(latest.getAction()));
    }

    /** The order at this step.
     *
     * @throws StepNotOpenException if the order is at another step, or ended
     * @throws io.relais.tasks.TaskNotHeldException if the signed-in person does not hold its task
     */
    @Transactional(readOnly = true)
    public OrderView at(UUID id, String step) {
        return view(held(id, step));
    }

    /** The latest orders that are not placed yet, newest first. */
    @Transactional(readOnly = true)
    public List<OrderCard> inProgress(int atMost) {
        return orders.cardsInState(IN_PROGRESS, Limit.of(atMost));
    }

    /** How many orders are not placed yet, by state. */
    @Transactional(readOnly = true)
    public Map<OrderState, Long> inProgressByState() {
        return orders.countByState(IN_PROGRESS).stream()
                .collect(Collectors.toMap(row -> (OrderState) row[0], row -> (Long) row[1]));
    }

    /** Orders whose placing failed so often that they wait for an operator, at most so many. */
    @Transactional(readOnly = true)
    public List<OrderCard> needingAttention(int atMost) {
        List<UUID> stuck = process.waitingForOperator(atMost);
        return stuck.isEmpty() ? List.of() : orders.cards(stuck);
    }

    /** Whether placing this order failed so often that an operator has to look at it. */
    @Transactional(readOnly = true)
    public boolean waitsForOperator(UUID id) {
        return process.waitsForOperator(id);
    }

    private OrderView view(Order order) {
        OrderSelection selection = order.selection();
        OrderDetails entered = order.details();
        boolean draft = order.state() == OrderState.DRAFT;
        Map<UUID, CatalogItem> offers = rules.offers(selection, market(order));
        BindingResult detailProblems = new BeanPropertyBindingResult(entered, "form");
        BindingResult selectionProblems = new BeanPropertyBindingResult(selection, "form");
        if (draft) {
            rules.check(entered, detailProblems);
            rules.check(selection, offers, selectionProblems);
        }
        Map<UUID, String> names = resellers.names(Stream.concat(
                        Stream.ofNullable(order.resellerId()),
                        selection.lines().stream()
                                .map(OrderLine::resellerOnRecordId)
                                .filter(Objects::nonNull))
                .collect(Collectors.toSet()));
        List<OrderView.Line> lines = new ArrayList<>();
        Map<String, OrderView.Total> totals = new LinkedHashMap<>();
        for (OrderLine line : selection.lines()) {
            CatalogItem offer = offers.get(line.offerId());
            BigDecimal total = offer == null || !line.within(offer)
                    ? null
                    : offer.unitPrice()
                            .multiply(BigDecimal.valueOf(line.licenseCount().getAsInt()));
            if (total != null) {
                totals.merge(
                        offer.currency(),
                        OrderView.Total.of(offer.currency(), total, offer.installments()),
                        OrderView.Total::plus);
            }
            lines.add(new OrderView.Line(
                    line,
                    offer,
                    total,
                    line.resellerOnRecordId() == null ? null : names.get(line.resellerOnRecordId())));
        }
        return new OrderView(
                order.id(),
                order.state(),
                order.number(),
                entered,
                order.resellerId() == null ? null : names.get(order.resellerId()),
                order.customerId(),
                lines,
                List.copyOf(totals.values()),
                detailProblems,
                selectionProblems,
                draft ? warnings(order) : List.of(),
                order.refused(),
                order.startedBy(),
                order.startedAt(),
                order.submittedBy(),
                order.submittedAt(),
                order.placedAt(),
                order.handedOverAt());
    }

    private List<String> warnings(Order order) {
        List<String> warnings =
                new ArrayList<>(customers.warnings(order.details().details()));
        if (order.resellerId() == null) {
            warnings.add("order.warning.directCustomer");
        }
        if (order.selection().lines().stream().anyMatch(line -> line.resellerOnRecordId() == null)) {
            warnings.add("order.warning.noResellerOnRecord");
        }
        if (!customers.likelyDuplicates(order.details().details().companyName()).isEmpty()) {
            warnings.add("order.warning.likelyDuplicate");
        }
        return warnings;
    }

    private void refuseIfARuleIsBroken(Order order) throws OrderRefusedException {
        BindingResult details = rules.check(order.details());
        BindingResult selection = rules.check(order.selection(), market(order));
        if (details.hasErrors() || selection.hasErrors()) {
            order.refuse();
            throw new OrderRefusedException(
                    Stream.concat(details.getAllErrors().stream(), selection.getAllErrors().stream())
                            .map(error -> error.getCode())
                            .distinct()
                            .toList()
                            .toString());
        }
    }

    /** An order with the task that the signed-in person holds on it. */
    private record Step(Order order, TaskCard task) {}

    private Step step(UUID id, String step) {
        TaskCard task = tasks.held(id.toString(), step);
        return new Step(get(id), task);
    }

    private Step review(UUID id) {
        return step(id, NewCustomerOrderProcess.REVIEW_ORDER);
    }

    private Order held(UUID id, String step) {
        return step(id, step).order;
    }

    private void complete(Step step, OrderIntent intent) {
        step.order.intend(intent);
        tasks.complete(step.task);
    }

    private Order newDraft(UUID id, UUID resellerId, String person) {
        Order order = new Order(id, resellerId, person, clock.instant());
        entities.persist(order);
        audit.recordAs(person, "start_order", OBJECT, id, null, null);
        return order;
    }

    private Order get(UUID id) {
        return orders.findById(id).orElseThrow(() -> new NoSuchElementException("No order " + id));
    }

    private String nameOfReseller(UUID resellerId) {
        return resellerId == null
                ? ""
                : resellers.find(resellerId).map(ResellerCard::company).orElse(null);
    }

    private static String market(Order order) {
        return order.details().details().country();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
