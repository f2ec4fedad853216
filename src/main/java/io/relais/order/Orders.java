package io.relais.order;

import io.relais.audit.AuditTrail;
import io.relais.catalog.CatalogItem;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.subscription.Subscriptions;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;

/**
 * Orders, for new customers and for those who exist already. The methods of the wizard (enter, choose, review, hand over) are for the
 * person who holds the task of that step and complete it; the methods of placing are for the process. An order's id is also the business
 * key of its process instance and, of a new customer, the hand-over of its first temporary password.
 *
 * <p>While it is a draft an order holds nothing. What it makes once it is submitted is made in one transaction: subscriptions and, for a
 * new customer, the account, its administrator and the sealed password exist together or not at all.
 *
 * <p>Prices are agreed at Submit. If they change before the order is placed, the order goes back to Review instead of being placed for
 * another price than the person saw.
 */
@Service
public class Orders {

    static final String OBJECT = "order";

    private static final String CANCEL = "cancel_order";
    private static final int MAX_REASON = 1000;
    private static final int EXPORT_BATCH = 500;

    private final OrderRepository orders;
    private final OrderRules rules;
    private final OrderList list;
    private final List<OrderProcess> processes;
    private final Tasks tasks;
    private final Customers customers;
    private final Resellers resellers;
    private final Subscriptions subscriptions;
    private final AuditTrail audit;
    private final ProposalMails mails;
    private final EntityManager entities;
    private final Clock clock;

    Orders(
            OrderRepository orders,
            OrderRules rules,
            OrderList list,
            List<OrderProcess> processes,
            Tasks tasks,
            Customers customers,
            Resellers resellers,
            Subscriptions subscriptions,
            AuditTrail audit,
            ProposalMails mails,
            EntityManager entities,
            Clock clock) {
        this.orders = orders;
        this.rules = rules;
        this.list = list;
        this.processes = processes;
        this.tasks = tasks;
        this.customers = customers;
        this.resellers = resellers;
        this.subscriptions = subscriptions;
        this.audit = audit;
        this.mails = mails;
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
        return orders
                .findByStartedByAndStateAndDetailsCompanyNameIsNullOrderByStartedAtDesc(
                        person, OrderState.DRAFT, Limit.of(5))
                .stream()
                .filter(order -> order.kind() == OrderKind.NEW_CUSTOMER)
                .filter(order -> Objects.equals(order.resellerId(), resellerId))
                .filter(this::untouched)
                .findFirst()
                .map(Order::id)
                .orElseGet(() -> start(newDraft(OrderKind.NEW_CUSTOMER, resellerId, person), person));
    }

    /**
     * Starts an order for a customer who exists already, or reopens this person's draft for it in which nothing is chosen yet.
     *
     * @throws NotFoundException if there is no such customer
     */
    @Transactional
    public UUID startFor(UUID customerId) {
        Customer customer = customers.find(customerId).orElseThrow(NotFoundException::new);
        String person = AuditTrail.actor();
        return orders
                .findByStartedByAndStateAndKindAndCustomerIdOrderByStartedAtDesc(
                        person, OrderState.DRAFT, OrderKind.EXISTING_CUSTOMER, customerId, Limit.of(5))
                .stream()
                .filter(this::untouched)
                .findFirst()
                .map(Order::id)
                .orElseGet(() -> {
                    Order order = newDraft(OrderKind.EXISTING_CUSTOMER, null, person);
                    order.orderFor(customerId, copy(customer));
                    return start(order, person);
                });
    }

    private UUID start(Order order, String person) {
        process(order).start(order.id(), person);
        return order.id();
    }

    private boolean untouched(Order order) {
        return order.untouched()
                && tasks.next(order.id().toString())
                        .filter(task -> !task.step().equals(AddSubscriptionProcess.CHOOSE_CUSTOMER))
                        .isPresent();
    }

    /**
     * What a case knows about its draft at the beginning.
     *
     * @param companyName null as long as the customer is not known
     */
    public record Opened(UUID orderId, String intent, String companyName, String resellerName) {}

    /**
     * Makes sure that a case has its draft: for processes started in Tasklist or through the engine's API, which know no order yet.
     *
     * @param processKey of the case's process
     * @param businessKey the case's business key, if it has one
     * @return the draft, new unless the business key is that of a draft on which no case works yet: nobody takes over an order by starting
     *     a second case with its id
     */
    @Transactional
    public Opened openDraft(String processKey, String businessKey, String person) {
        OrderProcess process = processes.stream()
                .filter(one -> one.key().equals(processKey))
                .findFirst()
                .orElseThrow();
        Order draft = uuid(businessKey)
                .flatMap(orders::findById)
                .filter(order -> order.kind() == process.kind() && order.state() == OrderState.DRAFT)
                .filter(order -> order.madeNow() || !process.runs(order.id()))
                .orElseGet(() -> newDraft(process.kind(), null, person));
        boolean customerWanted = draft.kind() == OrderKind.EXISTING_CUSTOMER && draft.customerId() == null;
        return new Opened(
                draft.id(),
                (draft.proposal() != null
                                ? OrderIntent.REVIEW
                                : customerWanted ? OrderIntent.UPDATE_DETAILS : OrderIntent.NEXT)
                        .name(),
                draft.details().details().companyName(),
                nameOfReseller(draft.resellerId()));
    }

    /** Chooses the customer of an order and goes on, unless nothing may be added to its account. */
    @Transactional
    public void chooseCustomer(UUID id, UUID customerId, Errors errors) {
        Step step = step(id, AddSubscriptionProcess.CHOOSE_CUSTOMER);
        rules.checkCustomer(customerId, errors);
        if (!errors.hasErrors()) {
            step.order.orderFor(customerId, copy(customers.find(customerId).orElseThrow()));
            complete(step, OrderIntent.NEXT);
        }
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
        held(id, OrderProcess.CHOOSE_SUBSCRIPTIONS).select(selection);
    }

    /** Stores the second page of a draft and goes on to Review if nothing is wrong with it; else says what is, likewise. */
    @Transactional
    public void choose(UUID id, OrderSelection selection, Errors errors) {
        Step step = step(id, OrderProcess.CHOOSE_SUBSCRIPTIONS);
        if (!errors.hasErrors()) {
            step.order.select(selection);
        }
        check(step.order, selection, errors);
        if (step.order.kind() == OrderKind.EXISTING_CUSTOMER) {
            rules.checkCustomer(step.order.customerId(), errors);
        }
        if (!errors.hasErrors()) {
            complete(step, OrderIntent.NEXT);
        }
    }

    /** Goes back from the second page to the first, keeping what is chosen. */
    @Transactional
    public void backToDetails(UUID id, OrderSelection selection) {
        Step step = step(id, OrderProcess.CHOOSE_SUBSCRIPTIONS);
        requireNotProposed(step.order);
        step.order.select(selection);
        complete(step, OrderIntent.UPDATE_DETAILS);
    }

    /** Goes back from Review to the details. */
    @Transactional
    public void updateDetails(UUID id) {
        Step step = review(id);
        requireNotProposed(step.order);
        complete(step, OrderIntent.UPDATE_DETAILS);
    }

    /** Goes back from Review to the subscriptions. */
    @Transactional
    public void updateSubscriptions(UUID id) {
        complete(review(id), OrderIntent.UPDATE_SUBSCRIPTIONS);
    }

    /** Whom a reseller proposes an order for, and whether it is dropped, is the reseller's to say. */
    private static void requireNotProposed(Order order) {
        if (order.proposal() != null) {
            throw new IllegalStateException("A reseller proposed order " + order.id());
        }
    }

    /**
     * Gives a proposed order back to its reseller, from Review: to be corrected, or for good.
     *
     * @param errors takes what is wrong with the reason, at the field {@code reason}; nothing happens then
     * @return the name of the customer that it was proposed for
     */
    @Transactional
    public String giveBack(UUID id, boolean forGood, String reason, Errors errors) {
        Step step = review(id);
        if (reason == null || reason.isBlank()) {
            errors.rejectValue("reason", "order.proposal.reason.missing");
        } else if (reason.length() > MAX_REASON) {
            errors.rejectValue("reason", "order.proposal.reason.long", new Object[] {MAX_REASON}, null);
        }
        if (!errors.hasErrors()) {
            step.order.answer(reason.strip(), AuditTrail.actor(), clock.instant());
            complete(step, forGood ? OrderIntent.REFUSE : OrderIntent.SEND_BACK);
        }
        return step.order.details().details().companyName();
    }

    /** Submits a reviewed order. If a rule is not met any more, the order is back at Review afterwards, {@link OrderView#refused}. */
    @Transactional
    public void submit(UUID id) {
        Step step = review(id);
        holdResellers(step.order);
        complete(step, OrderIntent.SUBMIT);
    }

    /**
     * Why an order was not submitted: it is not what the person saw any more.
     *
     * @param prices what changed of its prices; if none, something else did
     */
    public record Unseen(List<OrderSeen.PriceChange> prices) {}

    /** Submits a reviewed order as this person saw it; if it is another one by now, says so instead. */
    @Transactional
    public Optional<Unseen> submit(UUID id, OrderSeen seen) {
        Step step = review(id);
        holdResellers(step.order);
        OrderView now = view(step.order);
        List<OrderSeen.PriceChange> prices = changes(seen.prices(), now.lines());
        if (!prices.isEmpty() || seen.version() != now.version()) {
            return Optional.of(new Unseen(prices));
        }
        complete(step, OrderIntent.SUBMIT);
        return Optional.empty();
    }

    /** Cancels the whole operation: nothing remains of the draft but its line in the audit trail. */
    @Transactional
    public void cancel(UUID id) {
        Order order = orders.findById(id).orElseThrow(() -> new StepNotOpenException(id.toString(), "cancel"));
        if (order.state() != OrderState.DRAFT || order.proposal() != null) {
            throw new StepNotOpenException(id.toString(), "cancel");
        }
        String step = tasks.ofCase(id.toString()).stream()
                .findFirst()
                .map(task -> task.step())
                .orElse("cancel");
        tasks.held(id.toString(), step);
        process(order).cancel(id);
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

    /**
     * What a completed step means for the process.
     *
     * @param shown empty of the last step, after which Tasklist shows nothing
     */
    public record StepOutcome(String intent, Optional<Shown> shown) {}

    /** For whom an order is, as Tasklist shows it. */
    public record Shown(String companyName, String resellerName) {}

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
                    case NewCustomerOrderProcess.ENTER_DETAILS, AddSubscriptionProcess.CHOOSE_CUSTOMER ->
                        intent == OrderIntent.NEXT || !rules.checkDetails(order).hasErrors();
                    case OrderProcess.CHOOSE_SUBSCRIPTIONS ->
                        intent != null || !checkSelection(order, offers(order)).hasErrors();
                    case OrderProcess.REVIEW_ORDER -> intent != null;
                    case NewCustomerOrderProcess.HAND_OVER -> order.handedOverAt() != null;
                    default -> false;
                };
        if (!done) {
            throw new StepIncompleteException("This step of order " + id
                    + " lacks what its form asks for. Complete it with its form in Tasklist or in the workspace.");
        }
        return new StepOutcome(
                intent == null ? OrderIntent.NEXT.name() : intent.name(),
                step.equals(NewCustomerOrderProcess.HAND_OVER)
                        ? Optional.empty()
                        : Optional.of(new Shown(
                                order.details().details().companyName(), nameOfReseller(order.resellerId()))));
    }

    /**
     * Checks every rule once more and marks the order as submitted, at today's prices.
     *
     * @throws OrderRefusedException if a rule is not met; the order is a draft again
     */
    @Transactional
    public void check(UUID id) throws OrderRefusedException {
        Order order = get(id);
        if (order.kind() == OrderKind.EXISTING_CUSTOMER) {
            customers.find(order.customerId()).ifPresent(customer -> order.orderFor(customer.getId(), copy(customer)));
        }
        Map<UUID, CatalogItem> offers = offersIfNoRuleIsBroken(order);
        order.submit(terms(order.selection(), offers), AuditTrail.actor(), clock.instant());
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
        offersIfNoRuleIsBroken(order);
        OrderDetails entered = order.details();
        order.customerOpened(
                customers.open(entered.details(), entered.agreement(), entered.reseller(), order.submittedBy()));
    }

    /**
     * Places the order: gives it a number and starts its subscriptions at the agreed prices.
     *
     * @throws OrderRefusedException if the customer exists already and a rule is not met; nothing is made and the order is a draft again.
     *     A new customer's rules are checked by {@link #openCustomer}, in the same transaction.
     */
    @Transactional
    public void place(UUID id) throws OrderRefusedException {
        Order order = get(id);
        if (order.state() == OrderState.PLACED) {
            return;
        }
        OrderSelection selection = order.selection();
        Map<UUID, CatalogItem> offers;
        if (order.kind() == OrderKind.EXISTING_CUSTOMER) {
            holdResellers(order);
            // Of two orders placed at the same moment the second waits here, and then sees what the first has started.
            customers.holdCurrent(order.customerId());
            offers = offersIfNoRuleIsBroken(order);
        } else {
            offers = order.offersJudged().orElseGet(() -> offers(order));
        }
        List<Subscriptions.Line> lines = selection.lines().stream()
                .map(line -> new Subscriptions.Line(
                        Objects.requireNonNull(offers.get(line.offerId()), "offer not sold any more"),
                        line.licenseCount().orElseThrow(),
                        line.resellerOnRecordId()))
                .toList();
        subscriptions.start(order.customerId(), id, lines, order.submittedBy());
        order.placed(terms(selection, offers), orders.nextNumber(), clock.instant());
        audit.recordAs(order.submittedBy(), "create_order", OBJECT, id, null, lines.size() + " × " + order.number());
        if (order.proposal() != null) {
            mails.placed(view(order));
        }
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
        requireNotProposed(order);
        audit.record(CANCEL, OBJECT, id);
        orders.delete(order);
    }

    // What pages read

    /** An order with everything its pages show; empty if there is none, or none any more. */
    @Transactional(readOnly = true)
    public Optional<OrderView> find(UUID id) {
        return orders.findById(id)
                .filter(order -> order.state() != OrderState.PREPARED)
                .map(this::view);
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

    /**
     * A page of a list of orders, the newest first.
     *
     * @param after shows the rows after this place, from an earlier page's {@code next}; null for the first page
     * @param before shows the rows before this place, from a later page's {@code previous}
     */
    @Transactional(readOnly = true)
    public Keyset.Page<OrderCard> list(OrderFilter filter, String after, String before, int size) {
        return list.page(filter, after, before, size);
    }

    /** All rows of a list in its order, a few hundred at a time, each given to {@code take}. No transaction spans them. */
    public void each(OrderFilter filter, Consumer<List<OrderCard>> take) {
        String after = null;
        do {
            Keyset.Page<OrderCard> page = list.page(filter, after, null, EXPORT_BATCH);
            take.accept(page.rows());
            after = page.next();
        } while (after != null);
    }

    /** How many licenses of each product the customer of this order has already, by {@code productId:skuId}. */
    @Transactional(readOnly = true)
    public Map<String, Integer> licensesInUse(UUID id) {
        return rules.owned(get(id)).stream()
                .filter(Owned::counts)
                .collect(Collectors.toMap(Owned::sku, Owned::licenses, Integer::sum));
    }

    /** The latest orders that are not placed yet, newest first. */
    @Transactional(readOnly = true)
    public List<OrderCard> inProgress(int atMost) {
        return list.cards(orders.latest(OrderState.OPEN, Limit.of(atMost)));
    }

    /** How many orders are not placed yet, by the key of their state's name in the messages files. */
    @Transactional(readOnly = true)
    public Map<String, Long> inProgressByState() {
        Map<String, Long> counts = new TreeMap<>();
        orders.countByState(OrderState.OPEN)
                .forEach(row -> counts.merge(
                        OrderView.stateKey((OrderState) row[0], (Boolean) row[1]), (Long) row[2], Long::sum));
        return counts;
    }

    /** How many orders that resellers propose wait for the provider. */
    @Transactional(readOnly = true)
    public long countProposed() {
        return orders.countProposed(OrderState.DRAFT);
    }

    /** Orders whose placing failed so often that they wait for an operator, at most so many. */
    @Transactional(readOnly = true)
    public List<OrderCard> needingAttention(int atMost) {
        return list.cards(processes.stream()
                .flatMap(process -> process.waitingForOperator(atMost).stream())
                .limit(atMost)
                .toList());
    }

    /** Whether placing this order failed so often that an operator has to look at it. */
    @Transactional(readOnly = true)
    public boolean waitsForOperator(UUID id) {
        return processes.stream().anyMatch(process -> process.waitsForOperator(id));
    }

    OrderView view(Order order) {
        return view(order, anyone -> true);
    }

    /** @param named which resellers the reader may know by name */
    OrderView view(Order order, Predicate<UUID> named) {
        OrderSelection selection = order.selection();
        OrderDetails entered = order.details();
        boolean draft = order.state().changeable();
        Map<UUID, CatalogItem> offers = draft ? offers(order) : Map.of();
        List<OrderedLine> shown = draft ? order.lines() : order.telling();
        BindingResult selectionProblems = new BeanPropertyBindingResult(selection, "form");
        if (draft) {
            rules.check(selection, offers, rules.owned(order), selectionProblems);
        }
        Map<UUID, String> names = resellers.names(Stream.concat(
                        Stream.of(order.resellerId(), proposer(order)).filter(Objects::nonNull),
                        shown.stream()
                                .map(line -> line.entered().resellerOnRecordId())
                                .filter(Objects::nonNull))
                .filter(named)
                .collect(Collectors.toSet()));
        Map<UUID, OrderedLine> proposed = byOffer(order.proposedLines());
        List<OrderView.Line> lines = shown.stream()
                .map(line -> new OrderView.Line(
                        line.entered(),
                        draft ? terms(line.entered(), offers) : line.agreed(),
                        line.entered().resellerOnRecordId() == null
                                ? null
                                : names.get(line.entered().resellerOnRecordId()),
                        Optional.ofNullable(proposed.get(line.entered().offerId()))
                                .map(one -> one.agreed().unitPrice())
                                .orElse(null)))
                .toList();
        return new OrderView(
                order.id(),
                order.version(),
                order.kind(),
                order.state(),
                order.number(),
                entered,
                order.resellerId() == null ? null : names.get(order.resellerId()),
                order.customerId(),
                order.proposal(),
                order.proposal() == null ? null : names.get(proposer(order)),
                lines,
                order.state() == OrderState.DRAFT || order.state().submitted()
                        ? differences(proposed, lines)
                        : List.of(),
                OrderView.totals(lines.stream().map(OrderView.Line::terms)),
                draft ? rules.checkDetails(order) : new BeanPropertyBindingResult(entered, "form"),
                selectionProblems,
                draft ? warnings(order) : List.of(),
                order.refused(),
                draft ? changes(agreed(order), lines) : List.of(),
                order.startedBy(),
                order.startedAt(),
                order.submittedBy(),
                order.submittedAt(),
                order.placedAt(),
                order.handedOverAt());
    }

    private static Map<UUID, OrderedLine> byOffer(List<OrderedLine> lines) {
        return lines.stream()
                .collect(Collectors.toMap(
                        line -> line.entered().offerId(), line -> line, (one, same) -> one, LinkedHashMap::new));
    }

    private static List<OrderView.Difference> differences(Map<UUID, OrderedLine> proposed, List<OrderView.Line> lines) {
        if (proposed.isEmpty()) {
            return List.of();
        }
        Map<UUID, OrderView.Line> now = lines.stream()
                .collect(Collectors.toMap(line -> line.entered().offerId(), line -> line, (one, same) -> one));
        Stream<OrderView.Difference> changed = proposed.values().stream()
                .flatMap(line -> differences(line, now.get(line.entered().offerId())));
        Stream<OrderView.Difference> added = lines.stream()
                .filter(line -> line.terms() != null
                        && !proposed.containsKey(line.entered().offerId()))
                .map(line -> new OrderView.Difference(
                        OrderView.Difference.Kind.ADDED,
                        line.terms().title(),
                        null,
                        line.entered().licenses()));
        return Stream.concat(changed, added).toList();
    }

    private static Stream<OrderView.Difference> differences(OrderedLine proposed, OrderView.Line now) {
        String title = proposed.agreed().title();
        OrderLine before = proposed.entered();
        if (now == null) {
            return Stream.of(
                    new OrderView.Difference(OrderView.Difference.Kind.LEFT_OUT, title, before.licenses(), null));
        }
        OrderLine after = now.entered();
        List<OrderView.Difference> found = new ArrayList<>();
        if (!before.licenses().equals(after.licenses())) {
            found.add(new OrderView.Difference(
                    OrderView.Difference.Kind.LICENSES, title, before.licenses(), after.licenses()));
        }
        if (!Objects.equals(before.resellerOnRecordId(), after.resellerOnRecordId())) {
            found.add(new OrderView.Difference(
                    OrderView.Difference.Kind.ON_RECORD, title, before.licenses(), after.licenses()));
        }
        return found.stream();
    }

    /** The prices at the last Submit, if the order came back since. */
    private static Map<UUID, OrderSeen.Price> agreed(Order order) {
        return order.lines().stream()
                .filter(line -> line.agreed() != null)
                .collect(Collectors.toMap(
                        line -> line.entered().offerId(),
                        line -> OrderSeen.Price.of(line.agreed()),
                        (one, same) -> one));
    }

    static List<OrderSeen.PriceChange> changes(Map<UUID, OrderSeen.Price> before, List<OrderView.Line> lines) {
        return lines.stream()
                .filter(line -> line.terms() != null
                        && before.containsKey(line.entered().offerId()))
                .map(line -> new OrderSeen.PriceChange(
                        line.terms().title(), before.get(line.entered().offerId()), OrderSeen.Price.of(line.terms())))
                .filter(change -> !change.before().same(change.now()))
                .toList();
    }

    private static UUID proposer(Order order) {
        return order.proposal() == null ? null : order.proposal().reseller();
    }

    /** The order's lines as they are sold now; what is not sold any more is left out. */
    Map<UUID, LineTerms> terms(Order order) {
        return terms(order.selection(), offers(order));
    }

    private static Map<UUID, LineTerms> terms(OrderSelection selection, Map<UUID, CatalogItem> offers) {
        return selection.lines().stream()
                .filter(line -> offers.containsKey(line.offerId()))
                .collect(Collectors.toMap(
                        OrderLine::offerId, line -> terms(line, offers), (one, same) -> one, LinkedHashMap::new));
    }

    private static LineTerms terms(OrderLine line, Map<UUID, CatalogItem> offers) {
        CatalogItem offer = offers.get(line.offerId());
        return offer == null ? null : LineTerms.of(offer, line);
    }

    void check(Order order, OrderSelection selection, Errors errors) {
        rules.check(selection, rules.offers(selection, market(order)), rules.owned(order), errors);
    }

    private BindingResult checkSelection(Order order, Map<UUID, CatalogItem> offers) {
        BindingResult problems = new BeanPropertyBindingResult(order.selection(), "form");
        rules.check(order.selection(), offers, rules.owned(order), problems);
        return problems;
    }

    private Map<UUID, CatalogItem> offers(Order order) {
        return rules.offers(order.selection(), market(order));
    }

    private List<String> warnings(Order order) {
        boolean newCustomer = order.kind() == OrderKind.NEW_CUSTOMER;
        List<String> warnings =
                newCustomer ? new ArrayList<>(customers.warnings(order.details().details())) : new ArrayList<>();
        if (newCustomer && order.resellerId() == null) {
            warnings.add("order.warning.directCustomer");
        }
        if (order.selection().lines().stream().anyMatch(line -> line.resellerOnRecordId() == null)) {
            warnings.add("order.warning.noResellerOnRecord");
        }
        if (newCustomer
                && !customers
                        .likelyDuplicates(order.details().details().companyName())
                        .isEmpty()) {
            warnings.add("order.warning.likelyDuplicate");
        }
        return warnings;
    }

    /**
     * Who removes a partnership locks resellers, then customers, each in the order of their ids; whoever else needs both asks in the same
     * order, so that they wait for each other instead of failing.
     */
    void holdResellers(Order order) {
        Stream.concat(
                        Stream.of(order.resellerId(), proposer(order)),
                        order.selection().lines().stream().map(OrderLine::resellerOnRecordId))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .forEach(resellers::obstacles);
    }

    /** The offers of the order's lines, if every rule is met and, of an order submitted before, everything still costs what it did then. */
    private Map<UUID, CatalogItem> offersIfNoRuleIsBroken(Order order) throws OrderRefusedException {
        holdResellers(order);
        Map<UUID, CatalogItem> offers = offers(order);
        List<String> reasons = Stream.concat(
                        rules.checkDetails(order).getAllErrors().stream(),
                        checkSelection(order, offers).getAllErrors().stream())
                .map(error -> error.getCode())
                .distinct()
                .toList();
        boolean repriced = reasons.isEmpty()
                && order.state() == OrderState.SUBMITTED
                && repriced(order, terms(order.selection(), offers));
        if (!reasons.isEmpty() || repriced) {
            order.refuse();
            throw new OrderRefusedException(repriced ? "price changed" : reasons.toString());
        }
        order.judged(offers);
        return offers;
    }

    /** Whether anything costs something else now than at Submit. */
    private static boolean repriced(Order order, Map<UUID, LineTerms> now) {
        return order.lines().stream().filter(line -> line.agreed() != null).anyMatch(line -> !OrderSeen.Price.of(
                        line.agreed())
                .same(OrderSeen.Price.of(now.get(line.entered().offerId()))));
    }

    /** An order with the task that the signed-in person holds on it. */
    private record Step(Order order, TaskCard task) {}

    private Step step(UUID id, String step) {
        TaskCard task = tasks.held(id.toString(), step);
        return new Step(get(id), task);
    }

    private Step review(UUID id) {
        return step(id, OrderProcess.REVIEW_ORDER);
    }

    private Order held(UUID id, String step) {
        return step(id, step).order;
    }

    private void complete(Step step, OrderIntent intent) {
        step.order.intend(intent);
        tasks.complete(step.task);
    }

    private Order newDraft(OrderKind kind, UUID resellerId, String person) {
        Order order = new Order(UUID.randomUUID(), kind, resellerId, person, clock.instant());
        entities.persist(order);
        audit.recordAs(person, "start_order", OBJECT, order.id(), null, null);
        return order;
    }

    /** The details of an existing customer as its orders show them, with the first of its resellers. */
    OrderDetails copy(Customer customer) {
        return new OrderDetails(
                customers.resellersOf(customer.getId()).stream().findFirst().orElse(null),
                customer.getDetails(),
                customer.getAgreement());
    }

    private OrderProcess process(Order order) {
        return processes.stream()
                .filter(process -> process.kind() == order.kind())
                .findFirst()
                .orElseThrow();
    }

    private Order get(UUID id) {
        return orders.findById(id).orElseThrow(() -> new NoSuchElementException("No order " + id));
    }

    private String nameOfReseller(UUID resellerId) {
        return resellerId == null ? "" : resellers.name(resellerId).orElse(null);
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
