package io.relais.security;

/**
 * What a person may do. Pages and endpoints ask for a permission, never for a role: {@code @PreAuthorize("hasAuthority('ADD_CUSTOMER')")}.
 * Which role holds which permission is said once, in {@link Role}.
 */
public enum Permission {
    /** See the indirect resellers and their partnership requests, and export the list. */
    VIEW_RESELLERS,
    /** Request, resend and revoke partnerships. */
    REQUEST_PARTNERSHIP,
    /** End a partnership, reassign what hangs on it, and flag a reseller that may not be used for new orders. */
    REMOVE_PARTNERSHIP,
    /** See, search and export customers, their subscriptions and orders, and the catalog. */
    VIEW_CUSTOMERS,
    /** Open a customer account with its first order, and attest the customer agreement. */
    ADD_CUSTOMER,
    /** Change a customer's company and billing details and its tags. */
    EDIT_CUSTOMER,
    /** Ask an existing customer for a reseller relationship, and end a reseller's association with a customer. */
    REQUEST_RELATIONSHIP,
    /** End the relationship with a customer. */
    REMOVE_RELATIONSHIP,
    /** Order for existing customers and change their subscriptions, the reseller on record included. */
    MANAGE_SUBSCRIPTIONS,
    /** Name the designated support contact of a subscription. */
    SET_SUPPORT_CONTACT,
    /** Generate a new temporary password for a customer's administrator. */
    RESET_ADMIN_PASSWORD,
    /** Import price lists into the catalog. */
    IMPORT_PRICE_LIST,
    /** Verify resellers that enroll: approve, refuse, ask for more. */
    VERIFY_RESELLERS,
    /** See the support requests of customers, whoever they are routed to. */
    VIEW_SUPPORT_REQUESTS,
    /** Open support requests for customers and work on those that come to the provider. */
    HANDLE_SUPPORT_REQUESTS,
    /** See incentive statements, lost credit and the resellers' performance. */
    VIEW_INCENTIVES,
    /** Correct incentive credit by an entry of its own. */
    CORRECT_INCENTIVES,
    /** Ask for a change of the provider's entry in the public list of providers. */
    REQUEST_PROFILE_CHANGE,
    /** Decide on such a request of somebody else. */
    REVIEW_PROFILE_CHANGE,
    /** Work on tasks in the workspace and in Tasklist. */
    WORK_ON_TASKS,
    /** Deploy process models, for example from Camunda Modeler. */
    DEPLOY_PROCESSES,
    /** Watch and repair running processes in Cockpit, read metrics. */
    OPERATE,
    /** Manage the staff's accounts and groups in Camunda Admin. */
    MANAGE_PEOPLE
}
