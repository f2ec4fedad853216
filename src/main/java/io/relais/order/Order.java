package io.relais.order;

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
import java.util.UUID;

/** An order for a new customer, from the first key stroke to the hand-over of the administrator's account. Guards its own states. */
@Entity
@Table(name = "customer_order")
class Order {

    @Id
    private UUID id;

    @Version
    private Long version;

    @Transient
    private boolean madeNow;

    @Enumerated(EnumType.STRING)
    private OrderState state;

    @Enumerated(EnumType.STRING)
    private OrderIntent intent;

    private boolean refused;
    private UUID resellerId;

    @Embedded
    private CustomerDetails details;

    @Embedded
    private AgreementAttestation agreement;

    // Eager, since the plan of an eager load is made once; an entity graph's is made anew for every load.
    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "order_line", joinColumns = @JoinColumn(name = "order_id"))
    @OrderColumn(name = "position")
    private List<OrderLine> lines = new ArrayList<>();

    private String startedBy;
    private Instant startedAt;
    private String submittedBy;
    private Instant submittedAt;
    private UUID customerId;
    private Long number;
    private Instant placedAt;
    private Instant handedOverAt;

    protected Order() {}

    Order(UUID id, UUID resellerId, String startedBy, Instant startedAt) {
        this.id = id;
        this.madeNow = true;
        this.state = OrderState.DRAFT;
        this.resellerId = resellerId;
        this.startedBy = startedBy;
        this.startedAt = startedAt;
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
            lines.replaceAll(line -> before.equals(line.resellerOnRecordId())
                    ? new OrderLine(line.offerId(), line.licenses(), resellerId)
                    : line);
        }
    }

    void select(OrderSelection selection) {
        requireState(OrderState.DRAFT);
        if (!lines.equals(selection.lines())) {
            lines.clear();
            lines.addAll(selection.lines());
        }
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

    void submit(String person, Instant now) {
        requireState(OrderState.DRAFT);
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

    void placed(long orderNumber, Instant now) {
        requireState(OrderState.SUBMITTED);
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

    UUID resellerId() {
        return resellerId;
    }

    OrderDetails details() {
        return new OrderDetails(resellerId, details, agreement);
    }

    OrderSelection selection() {
        return new OrderSelection(List.copyOf(lines));
    }

    boolean untouched() {
        return details == null && lines.isEmpty();
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
