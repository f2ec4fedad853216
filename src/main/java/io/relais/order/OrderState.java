package io.relais.order;

/** A cancelled order leaves nothing but its line in the audit trail, so there is no state for it. */
public enum OrderState {
    /** Being entered; holds nothing, neither domain nor price. */
    DRAFT,
    /** Submitted; its accounts and subscriptions are being made. */
    SUBMITTED,
    /** The customer, its administrator and its subscriptions exist. */
    PLACED
}
