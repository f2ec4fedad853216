package io.relais.order;

/** What the person who completes a step wants next. The process's gateways read it from the variable {@code intent}. */
enum OrderIntent {
    NEXT,
    /** To the first page: a new customer's details, or which customer it is. */
    UPDATE_DETAILS,
    UPDATE_SUBSCRIPTIONS,
    SUBMIT,
    /** At once to Review: a reseller proposes it. */
    REVIEW,
    /** To the reseller that proposes it, to be corrected. */
    SEND_BACK,
    /** To the reseller that proposes it, for good. */
    REFUSE
}
