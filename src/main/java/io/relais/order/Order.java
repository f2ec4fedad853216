package io.relais.order;

import io.relais.catalog.CatalogItem;
import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;

/**
 * An order, from the first key stroke until its subscriptions exist; for a new customer until the administrator's account is handed over.
 * Guards its own states.
 */
@Entity
@Table(name = "customer_order")
class Order {

    @Id
    private UUID id;

    @Version
    private Long version;

    @Transient
    private boolean madeNow;

    @Transient
    private Map<UUID, CatalogItem> offersJudged;

    @Enumerated(EnumType.STRING)
    private OrderKind kind;

    @Enumerated(EnumType.STRING)
    private OrderState state;

    @Enumerated(EnumType.STRING)
    private OrderIntent intent;

    private boolean refused;
    private UUID resellerId;

    /** Of an existing customer a copy: for whom it was ordered, whatever becomes of the customer's name. */
    @Embedded
    private CustomerDetails details;

    @Embedded
    private AgreementAttestation agreement;

    /** Null unless a reseller proposes it. */
    @Embedded
    private Proposal proposal;

    // Eager, since the plan of an eager load is made once; an entity graph's is made anew for every load.
    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "order_line", joinColumns = @JoinColumn(name = "order_id"))
    @OrderColumn(name = "position")
    private List<OrderedLine> lines = new ArrayList<>();

    /** What a reseller proposed last, whatever became of the lines since. Lists ask for those of all their rows at once. */
    @ElementCollection
    @BatchSize(size = 100)
    @CollectionTable(name = "proposed_line", joinColumns = @JoinColumn(name = "order_id"))
    @OrderColumn(name = "position")
    private List<OrderedLine> proposedLines = new ArrayList<>();

    private String startedBy;
    private Instant startedAt;
    private String submittedBy;
    private Instant submittedAt;
    private UUID customerId;
    private Long number;
    private Instant placedAt;
    private Instant handedOverAt;

    protected Order() {}

    Order(UUID id, OrderKind kind, UUID resellerId, String startedBy, Instant startedAt) {
        this.id = id;
        this.kind = kind;
        this.madeNow = true;
        this.state = OrderState.DRAFT;
        this.resellerId = resellerId;
        this.startedBy = startedBy;
        this.startedAt = startedAt;
    }

    /** Begins an order that a reseller will propose for its customer. */
    static Order preparedBy(UUID reseller, String person, UUID customer, OrderDetails copy, Instant now) {
        Order order = new Order(UUID.randomUUID(), OrderKind.EXISTING_CUSTOMER, null, person, now);
        order.orderFor(customer, copy);
        order.proposal = Proposal.begunBy(reseller, person);
        order.state = OrderState.PREPARED;
        return order;
    }

    void describe(OrderDetails newDetails) {
        requireState(OrderState.DRAFT);
        boolean resellerChanged = resellerId != null && !resellerId.equals(newDetails.reseller());
        UUID before = resellerId;
        resellerId = newDetails.reseller();
        details = newDetails.details();
        agreement = newDetails.agreement();
        if (resellerChanged) {
            // Lines that followed the customer's reseller go on following it.
            putOnRecord(before, resellerId);
        }
    }

    /** Makes it an order for this existing customer. */
    void orderFor(UUID customer, OrderDetails copy) {
        if (kind != OrderKind.EXISTING_CUSTOMER) {
            throw new IllegalStateException("Order " + id + " opens its customer by itself");
        }
        describe(copy);
        customerId = customer;
    }

    void select(OrderSelection selection) {
        requireState(OrderState.DRAFT);
        replaceLines(selection);
    }

    /** The reseller that proposes it says what it wants; nobody but itself, or nobody at all, is put on record by it. */
    void selectAtReseller(OrderSelection selection) {
        requireWithReseller();
        replaceLines(new OrderSelection(
                selection.lines().stream().map(this::ofProposer).toList()));
    }

    private OrderLine ofProposer(OrderLine line) {
        return line.resellerOnRecordId() == null
                ? line
                : new OrderLine(line.offerId(), line.licenses(), proposal.reseller());
    }

    private void replaceLines(OrderSelection selection) {
        if (!entered().equals(selection.lines())) {
            lines.clear();
            selection.lines().forEach(line -> lines.add(new OrderedLine(line, null)));
        }
    }

    /** The reseller sends it, or sends it again, at these prices. */
    void propose(Map<UUID, LineTerms> terms, String person, String note, Instant now) {
        requireWithReseller();
        lines.replaceAll(line -> new OrderedLine(line.entered(), null));
        proposedLines.clear();
        lines.forEach(line -> proposedLines.add(
                new OrderedLine(line.entered(), terms.get(line.entered().offerId()))));
        proposal = proposal.sent(person, note, now);
        startedBy = person;
        refused = false;
        state = OrderState.DRAFT;
    }

    /** Staff give it back to the reseller, or will when the step is done. */
    void answer(String reason, String person, Instant now) {
        requireState(OrderState.DRAFT);
        if (proposal == null) {
            throw new IllegalStateException("Nobody proposed order " + id);
        }
        proposal = proposal.answered(reason, person, now);
    }

    /** Whom staff put on record instead of the reseller is not its to see, nor to propose. */
    void sendBack() {
        requireAnswered();
        lines.replaceAll(line -> new OrderedLine(ofProposer(line.entered()), line.agreed()));
        state = OrderState.SENT_BACK;
    }

    void refuseProposal() {
        requireAnswered();
        state = OrderState.REFUSED;
    }

    private void requireAnswered() {
        requireState(OrderState.DRAFT);
        if (proposal == null || proposal.answer() == null) {
            throw new IllegalStateException("Order " + id + " is not answered");
        }
    }

    void withdraw() {
        if (proposal == null || state != OrderState.DRAFT && state != OrderState.SENT_BACK) {
            throw new IllegalStateException("Order " + id + " is " + state + " and cannot be withdrawn");
        }
        state = OrderState.WITHDRAWN;
    }

    private void requireWithReseller() {
        if (!OrderState.WITH_RESELLER.contains(state)) {
            throw new IllegalStateException("Order " + id + " is " + state + ", not with its reseller");
        }
    }

    /** Puts another reseller, or nobody, in the place of one that is given up. */
    void reassign(UUID from, UUID to) {
        if (!OrderState.OPEN.contains(state)) {
            throw new IllegalStateException("Order " + id + " is " + state);
        }
        if (kind == OrderKind.NEW_CUSTOMER && from.equals(resellerId)) {
            resellerId = to;
        }
        putOnRecord(from, to);
    }

    private void putOnRecord(UUID from, UUID to) {
        lines.replaceAll(line -> from.equals(line.entered().resellerOnRecordId())
                ? new OrderedLine(
                        new OrderLine(line.entered().offerId(), line.entered().licenses(), to), line.agreed())
                : line);
    }

    /** What the person who completes the step wants to happen next; taken once by {@link #takeIntent}. */
    void intend(OrderIntent next) {
        this.intent = next;
    }

    OrderIntent takeIntent() {
        OrderIntent taken = intent;
        intent = null;
        return taken;
    }

    /** Every rule is met, with these offers of its lines. */
    void judged(Map<UUID, CatalogItem> offers) {
        offersJudged = offers;
    }

    /** The offers with which every rule was met in this very transaction; empty if none was judged in it. */
    Optional<Map<UUID, CatalogItem>> offersJudged() {
        return Optional.ofNullable(offersJudged);
    }

    /** @param terms what is agreed, by offer */
    void submit(Map<UUID, LineTerms> terms, String person, Instant now) {
        requireState(OrderState.DRAFT);
        lines.replaceAll(
                line -> new OrderedLine(line.entered(), terms.get(line.entered().offerId())));
        state = OrderState.SUBMITTED;
        submittedBy = person;
        submittedAt = now;
        refused = false;
    }

    /** A rule turned out not to be met: the order goes back to Review. */
    void refuse() {
        state = OrderState.DRAFT;
        refused = true;
    }

    void customerOpened(UUID customer) {
        requireState(OrderState.SUBMITTED);
        customerId = customer;
    }

    /** @param terms of lines that were submitted before terms were kept with them */
    void placed(Map<UUID, LineTerms> terms, long orderNumber, Instant now) {
        requireState(OrderState.SUBMITTED);
        lines.replaceAll(line -> line.agreed() != null
                ? line
                : new OrderedLine(line.entered(), terms.get(line.entered().offerId())));
        state = OrderState.PLACED;
        number = orderNumber;
        placedAt = now;
    }

    void handedOver(Instant now) {
        requireState(OrderState.PLACED);
        handedOverAt = now;
    }

    private void requireState(OrderState required) {
        if (state != required) {
            throw new IllegalStateException("Order " + id + " is " + state + ", not " + required);
        }
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    OrderKind kind() {
        return kind;
    }

    /** Whether it was made in this very transaction. */
    boolean madeNow() {
        return madeNow;
    }

    OrderState state() {
        return state;
    }

    boolean refused() {
        return refused;
    }

    /** Null unless a reseller proposes it. */
    Proposal proposal() {
        return proposal;
    }

    UUID resellerId() {
        return resellerId;
    }

    OrderDetails details() {
        return new OrderDetails(resellerId, details, agreement);
    }

    OrderSelection selection() {
        return new OrderSelection(entered());
    }

    private List<OrderLine> entered() {
        return lines.stream().map(OrderedLine::entered).toList();
    }

    List<OrderedLine> lines() {
        return List.copyOf(lines);
    }

    /** As a reseller proposed them last; empty if none did. */
    List<OrderedLine> proposedLines() {
        return proposal == null ? List.of() : List.copyOf(proposedLines);
    }

    /** What was ordered of one that is placed or on its way; of one that a reseller proposes what it proposed. */
    List<OrderedLine> telling() {
        boolean asProposed = !state.submitted() && !proposedLines().isEmpty();
        return asProposed ? proposedLines() : lines();
    }

    /** Whether nobody has entered anything into it yet. */
    boolean untouched() {
        return lines.isEmpty() && (details == null || kind == OrderKind.EXISTING_CUSTOMER);
    }

    String startedBy() {
        return startedBy;
    }

    Instant startedAt() {
        return startedAt;
    }

    String submittedBy() {
        return submittedBy;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    UUID customerId() {
        return customerId;
    }

    Long number() {
        return number;
    }

    Instant placedAt() {
        return placedAt;
    }

    Instant handedOverAt() {
        return handedOverAt;
    }
}
