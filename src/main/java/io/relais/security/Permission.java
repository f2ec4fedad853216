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
    /** See, search and export customers. */
    VIEW_CUSTOMERS,
    /** Open a customer account with its first order, and attest the customer agreement. */
    ADD_CUSTOMER,
    /** Generate a new temporary password for a customer's administrator. */
    RESET_ADMIN_PASSWORD,
    /** Work on tasks in the workspace and in Tasklist. */
    WORK_ON_TASKS,
    /** Deploy process models, for example from Camunda Modeler. */
    DEPLOY_PROCESSES,
    /** Watch and repair running processes in Cockpit, read metrics. */
    OPERATE,
    /** Manage the staff's accounts and groups in Camunda Admin. */
    MANAGE_PEOPLE
}
