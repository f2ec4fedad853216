package io.relais.security;

import static io.relais.security.Permission.ADD_CUSTOMER;
import static io.relais.security.Permission.CORRECT_INCENTIVES;
import static io.relais.security.Permission.DEPLOY_PROCESSES;
import static io.relais.security.Permission.EDIT_CUSTOMER;
import static io.relais.security.Permission.HANDLE_SUPPORT_REQUESTS;
import static io.relais.security.Permission.IMPORT_PRICE_LIST;
import static io.relais.security.Permission.MANAGE_PEOPLE;
import static io.relais.security.Permission.MANAGE_SUBSCRIPTIONS;
import static io.relais.security.Permission.OPERATE;
import static io.relais.security.Permission.REMOVE_PARTNERSHIP;
import static io.relais.security.Permission.REMOVE_RELATIONSHIP;
import static io.relais.security.Permission.REQUEST_PARTNERSHIP;
import static io.relais.security.Permission.REQUEST_PROFILE_CHANGE;
import static io.relais.security.Permission.REQUEST_RELATIONSHIP;
import static io.relais.security.Permission.RESET_ADMIN_PASSWORD;
import static io.relais.security.Permission.REVIEW_PROFILE_CHANGE;
import static io.relais.security.Permission.SET_SUPPORT_CONTACT;
import static io.relais.security.Permission.VERIFY_RESELLERS;
import static io.relais.security.Permission.VIEW_CUSTOMERS;
import static io.relais.security.Permission.VIEW_INCENTIVES;
import static io.relais.security.Permission.VIEW_RESELLERS;
import static io.relais.security.Permission.VIEW_SUPPORT_REQUESTS;
import static io.relais.security.Permission.WORK_ON_TASKS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The staff's roles with the field's names, and the one place that says what each may do (domain.md F-62). A role is a group of the
 * process engine; a person may be in several and then holds the permissions of all of them.
 */
public enum Role {
    ADMIN_AGENT(
            "admin-agent",
            VIEW_RESELLERS,
            REQUEST_PARTNERSHIP,
            REMOVE_PARTNERSHIP,
            VIEW_CUSTOMERS,
            ADD_CUSTOMER,
            EDIT_CUSTOMER,
            REQUEST_RELATIONSHIP,
            REMOVE_RELATIONSHIP,
            MANAGE_SUBSCRIPTIONS,
            SET_SUPPORT_CONTACT,
            RESET_ADMIN_PASSWORD,
            IMPORT_PRICE_LIST,
            VERIFY_RESELLERS,
            VIEW_SUPPORT_REQUESTS,
            HANDLE_SUPPORT_REQUESTS,
            VIEW_INCENTIVES,
            CORRECT_INCENTIVES,
            REQUEST_PROFILE_CHANGE,
            REVIEW_PROFILE_CHANGE,
            WORK_ON_TASKS),
    SALES_AGENT(
            "sales-agent",
            VIEW_RESELLERS,
            REQUEST_PARTNERSHIP,
            REMOVE_PARTNERSHIP,
            VIEW_CUSTOMERS,
            ADD_CUSTOMER,
            EDIT_CUSTOMER,
            REQUEST_RELATIONSHIP,
            REMOVE_RELATIONSHIP,
            MANAGE_SUBSCRIPTIONS,
            VERIFY_RESELLERS,
            VIEW_SUPPORT_REQUESTS,
            VIEW_INCENTIVES,
            REQUEST_PROFILE_CHANGE,
            WORK_ON_TASKS),
    HELPDESK_AGENT(
            "helpdesk-agent",
            VIEW_CUSTOMERS,
            EDIT_CUSTOMER,
            SET_SUPPORT_CONTACT,
            VIEW_SUPPORT_REQUESTS,
            HANDLE_SUPPORT_REQUESTS,
            WORK_ON_TASKS),
    PROCESS_OWNER("process-owner", DEPLOY_PROCESSES),
    OPERATOR("operator", OPERATE),
    /** Carries the name of Camunda's own administrators' group, so that Camunda Admin knows it too. */
    ADMINISTRATOR("camunda-admin", MANAGE_PEOPLE);

    private final String group;
    private final Set<Permission> permissions;

    Role(String group, Permission... permissions) {
        this.group = group;
        this.permissions = Set.copyOf(EnumSet.copyOf(Arrays.asList(permissions)));
    }

    /** The English name, for the engine's group; pages take it from the messages. */
    public String displayName() {
        String name = name().replace('_', ' ');
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    /** The id of the engine's group, as used for candidate groups in the process models. */
    public String group() {
        return group;
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    public static Optional<Role> ofGroup(String group) {
        return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
    }
}
