package io.relais.security;

import static io.relais.security.Permission.DEPLOY_PROCESSES;
import static io.relais.security.Permission.MANAGE_PEOPLE;
import static io.relais.security.Permission.OPERATE;
import static io.relais.security.Permission.WORK_ON_TASKS;
import static org.camunda.bpm.engine.authorization.Resources.APPLICATION;
import static org.camunda.bpm.engine.authorization.Resources.AUTHORIZATION;
import static org.camunda.bpm.engine.authorization.Resources.BATCH;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_REQUIREMENTS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DEPLOYMENT;
import static org.camunda.bpm.engine.authorization.Resources.FILTER;
import static org.camunda.bpm.engine.authorization.Resources.GROUP;
import static org.camunda.bpm.engine.authorization.Resources.GROUP_MEMBERSHIP;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_INSTANCE;
import static org.camunda.bpm.engine.authorization.Resources.USER;

import java.util.Objects;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What each role may do inside the engine: in Tasklist, Cockpit, Admin and the REST API. Everything is derived from the roles' permissions
 * and from the process models ({@code camunda:candidateStarterGroups}). Grants are added where missing and never taken away, so what an
 * administrator granted in Camunda Admin stays.
 *
 * <p>The staff may claim, complete and assign tasks, but change neither tasks nor running cases otherwise: no {@code UPDATE_TASK}, no
 * {@code UPDATE_INSTANCE}. Our own pages reach the engine through the modules' faces, which check on their own.
 */
@Component
class EngineGrants {

    static final String ANY = Authorization.ANY;

    private final IdentityService identityService;
    private final AuthorizationService authorizationService;
    private final RepositoryService repositoryService;

    EngineGrants(
            IdentityService identityService,
            AuthorizationService authorizationService,
            RepositoryService repositoryService) {
        this.identityService = identityService;
        this.authorizationService = authorizationService;
        this.repositoryService = repositoryService;
    }

    @Transactional
    public void setUp() {
        for (Role role : Role.values()) {
            group(role);
            if (role.permissions().contains(WORK_ON_TASKS)) {
                grant(role.group(), APPLICATION, "tasklist", Permissions.ACCESS);
                // Tasklist shows the names of those who hold a task or may claim it, not their ids.
                grant(role.group(), USER, ANY, Permissions.READ);
                grant(role.group(), GROUP, ANY, Permissions.READ);
            }
            if (role.permissions().contains(OPERATE)) {
                operating(role.group());
            }
            if (role.permissions().contains(DEPLOY_PROCESSES)) {
                deploying(role.group());
            }
            if (role.permissions().contains(MANAGE_PEOPLE)) {
                managingPeople(role.group());
            }
        }
        repositoryService.createProcessDefinitionQuery().latestVersion().list().forEach(this::working);
    }

    /** The same in a transaction of its own and in nobody's name, since who may deploy may not grant. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void setUpAfterDeployment() {
        Authentication person = identityService.getCurrentAuthentication();
        identityService.clearAuthentication();
        try {
            setUp();
        } finally {
            if (person != null) {
                identityService.setAuthentication(person.getUserId(), person.getGroupIds(), person.getTenantIds());
            }
        }
    }

    /** Lets every role that works on tasks use this filter of Tasklist. */
    void grantFilter(String filterId) {
        for (Role role : Role.values()) {
            if (role.permissions().contains(WORK_ON_TASKS)) {
                grant(role.group(), FILTER, filterId, Permissions.READ);
            }
        }
    }

    private void group(Role role) {
        if (identityService.createGroupQuery().groupId(role.group()).count() > 0) {
            return;
        }
        Group group = identityService.newGroup(role.group());
        group.setName(role.displayName());
        group.setType(role == Role.ADMINISTRATOR ? "SYSTEM" : "WORKFLOW");
        identityService.saveGroup(group);
    }

    private void working(ProcessDefinition process) {
        repositoryService.getIdentityLinksForProcessDefinition(process.getId()).stream()
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .forEach(group -> {
                    grant(
                            group,
                            PROCESS_DEFINITION,
                            process.getKey(),
                            ProcessDefinitionPermissions.READ,
                            ProcessDefinitionPermissions.CREATE_INSTANCE,
                            ProcessDefinitionPermissions.READ_INSTANCE,
                            ProcessDefinitionPermissions.READ_TASK,
                            ProcessDefinitionPermissions.TASK_WORK,
                            ProcessDefinitionPermissions.TASK_ASSIGN);
                    grant(group, PROCESS_INSTANCE, ANY, ProcessInstancePermissions.CREATE);
                });
    }

    private void operating(String group) {
        grant(group, APPLICATION, "cockpit", Permissions.ACCESS);
        grant(
                group,
                PROCESS_DEFINITION,
                ANY,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_TASK,
                ProcessDefinitionPermissions.TASK_ASSIGN,
                ProcessDefinitionPermissions.READ_HISTORY,
                ProcessDefinitionPermissions.UPDATE_INSTANCE,
                ProcessDefinitionPermissions.MIGRATE_INSTANCE,
                ProcessDefinitionPermissions.SUSPEND_INSTANCE,
                ProcessDefinitionPermissions.RETRY_JOB);
        grant(
                group,
                PROCESS_INSTANCE,
                ANY,
                ProcessInstancePermissions.READ,
                ProcessInstancePermissions.UPDATE,
                ProcessInstancePermissions.SUSPEND,
                ProcessInstancePermissions.RETRY_JOB);
        grant(group, DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
        grant(group, DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ);
        grant(group, DEPLOYMENT, ANY, Permissions.READ);
        grant(group, BATCH, ANY, BatchPermissions.READ, BatchPermissions.UPDATE, BatchPermissions.CREATE);
    }

    private void deploying(String group) {
        grant(group, APPLICATION, "cockpit", Permissions.ACCESS);
        grant(group, DEPLOYMENT, ANY, Permissions.READ, Permissions.CREATE);
        grant(group, PROCESS_DEFINITION, ANY, ProcessDefinitionPermissions.READ);
        grant(group, DECISION_DEFINITION, ANY, Permissions.READ);
        grant(group, DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ);
    }

    private void managingPeople(String group) {
        grant(group, APPLICATION, "admin", Permissions.ACCESS);
        for (Resource people : new Resource[] {USER, GROUP, GROUP_MEMBERSHIP, AUTHORIZATION}) {
            grant(group, people, ANY, Permissions.ALL);
        }
    }

    private void grant(
            String group,
            Resource resource,
            String id,
            org.camunda.bpm.engine.authorization.Permission... permissions) {
        Authorization grant = authorizationService
                .createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .groupIdIn(group)
                .resourceType(resource)
                .resourceId(id)
                .singleResult();
        if (grant == null) {
            grant = authorizationService.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            grant.setGroupId(group);
            grant.setResource(resource);
            grant.setResourceId(id);
        }
        boolean complete = true;
        for (org.camunda.bpm.engine.authorization.Permission permission : permissions) {
            complete &= grant.getId() != null && grant.isPermissionGranted(permission);
            grant.addPermission(permission);
        }
        if (!complete) {
            authorizationService.saveAuthorization(grant);
        }
    }
}
