package io.relais.order;

import java.util.List;

/** A cancelled order leaves nothing but its line in the audit trail, so there is no state for it. */
public enum OrderState {
    /** Put together by a reseller that will propose it; the provider does not see it yet. */
    PREPARED,
    /** Being entered; holds nothing, neither domain nor price. */
    DRAFT,
    /** Proposed by a reseller, which has it again to correct it. */
    SENT_BACK,
    /** Submitted; its accounts and subscriptions are being made. */
    SUBMITTED,
    /** What was ordered exists. */
    PLACED,
    /** Proposed by a reseller, which was told that it will not be placed. */
    REFUSED,
    /** Proposed by a reseller, which took it back, did not correct it in time, or may propose nothing for the customer any more. */
    WITHDRAWN;

    /** The states of an order that is still on its way at the provider. */
    static final List<OrderState> OPEN = List.of(DRAFT, SUBMITTED);

    /** The states in which the reseller that proposes it can change it. */
    static final List<OrderState> WITH_RESELLER = List.of(PREPARED, SENT_BACK);

    /** Whether its prices are agreed. */
    boolean submitted() {
        return this == SUBMITTED || this == PLACED;
    }

    /** Whether what is ordered can still change, and so costs what it costs today. */
    boolean changeable() {
        return this == DRAFT || WITH_RESELLER.contains(this);
    }
}
