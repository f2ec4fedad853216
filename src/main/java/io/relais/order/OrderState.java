package io.relais.order;

import java.util.List;

/** A cancelled order leaves nothing but its line in the audit trail, so there is no state for it. */
public enum OrderState {
    /** Being entered; holds nothing, neither domain nor price. */
    DRAFT,
    /** Submitted; its accounts and subscriptions are being made. */
    SUBMITTED,
    /** What was ordered exists. */
    PLACED;

    /** The states of an order that is still on its way. */
    static final List<OrderState> OPEN = List.of(DRAFT, SUBMITTED);
}
