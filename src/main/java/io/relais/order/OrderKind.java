package io.relais.order;

/** For whom an order is. Each kind has its process; model, rules and pages are the same. */
public enum OrderKind {
    /** Opens the customer's account, too, and ends with the hand-over of its administrator's sign-in data. */
    NEW_CUSTOMER,
    /** Adds subscriptions to an account that is there; ends when they are. */
    EXISTING_CUSTOMER
}
