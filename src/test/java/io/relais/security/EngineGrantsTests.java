package io.relais.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.RelaisTest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What people may do inside the engine, by Tasklist's, Cockpit's and the REST API's own calls, in a process deployed a moment ago. */
@RelaisTest
class EngineGrantsTests {

    private static final String PROCESS = "grants-tried";

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private IdentityService identityService;

    @Autowired
    private RepositoryService repositoryService;

    @Autowired
    private RuntimeService runtimeService;

    @Autowired
    private TaskService taskService;

    @Autowired
    private AuthorizationService authorizationService;

    @Autowired
    private FilterService filterService;

    @Autowired
    private SecuritySetup setup;

    private String deployment;

    @BeforeEach
    void deployAProcessForAgents() {
        BpmnModelInstance model = Bpmn.createExecutableProcess(PROCESS)
                .camundaHistoryTimeToLiveString("P1D")
                .startEvent()
                .userTask("first")
                .camundaCandidateGroups("admin-agent,sales-agent")
                .userTask("second")
                .camundaCandidateGroups("helpdesk-agent")
                .endEvent()
                .done();
        Process process = model.getModelElementById(PROCESS);
        process.setCamundaCandidateStarterGroups("admin-agent,sales-agent");
        as("paula");
        deployment = repositoryService
                .createDeployment()
                .addModelInstance(PROCESS + ".bpmn", model)
                .deploy()
                .getId();
        assertThat(identityService.getCurrentAuthentication().getUserId()).isEqualTo("paula");
        identityService.clearAuthentication();
    }

    @AfterEach
    void removeIt() {
        identityService.clearAuthentication();
        repositoryService.deleteDeployment(deployment, true);
    }

    @Test
    void letsAgentsStartClaimAndCompleteInTasklist() {
        as("sam");
        ProcessInstance instance = runtimeService.startProcessInstanceByKey(PROCESS);
        Task task = task(instance);
        taskService.claim(task.getId(), "sam");
        taskService.setAssignee(task.getId(), "sofia");

        as("sofia");
        taskService.complete(task.getId());

        as("hal");
        assertThat(task(instance).getTaskDefinitionKey()).isEqualTo("second");
        taskService.claim(task(instance).getId(), "hal");
        taskService.complete(task(instance).getId());
    }

    @Test
    void grantsATaskOfItsOwnOnlyToWhoMayNotWorkOnAllOfTheProcess() {
        as("sam");
        ProcessInstance instance = runtimeService.startProcessInstanceByKey(PROCESS);
        Task task = task(instance);
        taskService.claim(task.getId(), "sam");
        taskService.setAssignee(task.getId(), "sofia");
        assertThat(grantsOf(task)).isEmpty();

        as("sofia");
        taskService.setAssignee(task.getId(), "hal");
        assertThat(grantsOf(task)).extracting(Authorization::getUserId).containsExactly("hal");

        as("hal");
        taskService.complete(task.getId());
        identityService.clearAuthentication();
        Task second = task(instance);
        assertThat(grantsOf(task)).isEmpty();
        assertThat(grantsOf(second)).extracting(Authorization::getGroupId).containsExactly("helpdesk-agent");
    }

    @Test
    void keepsAgentsFromTamperingWithRunningCases() {
        as("sam");
        ProcessInstance instance = runtimeService.startProcessInstanceByKey(PROCESS);
        Task task = task(instance);

        assertRefused(() -> runtimeService.setVariable(instance.getId(), "decision", "yes"));
        assertRefused(() -> taskService.setVariables(task.getId(), Map.of("decision", "yes")));
        assertRefused(() -> runtimeService.deleteProcessInstance(instance.getId(), "mine"));
        assertRefused(() -> runtimeService
                .createProcessInstanceModification(instance.getId())
                .cancelAllForActivity("first")
                .execute());
        assertRefused(() -> runtimeService.suspendProcessInstanceById(instance.getId()));
        assertRefused(() ->
                repositoryService.createDeployment().addString("a.txt", "a").deploy());
    }

    @Test
    void keepsHelpdeskAgentsFromStartingWhatIsNotTheirs() {
        as("hal");
        assertRefused(() -> runtimeService.startProcessInstanceByKey(PROCESS));
    }

    @Test
    void letsOperatorsRepairButNotStartOrDeploy() {
        as("sam");
        ProcessInstance instance = runtimeService.startProcessInstanceByKey(PROCESS);

        as("oscar");
        assertThat(runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceId(instance.getId())
                        .count())
                .isEqualTo(1);
        runtimeService.suspendProcessInstanceById(instance.getId());
        runtimeService.activateProcessInstanceById(instance.getId());
        runtimeService.setVariable(instance.getId(), "repaired", true);
        runtimeService
                .createProcessInstanceModification(instance.getId())
                .startBeforeActivity("first")
                .execute();
        assertThat(repositoryService
                        .createDeploymentQuery()
                        .deploymentId(deployment)
                        .count())
                .isEqualTo(1);
        assertRefused(() -> runtimeService.startProcessInstanceByKey(PROCESS));
        assertRefused(() -> taskService.complete(taskService
                .createTaskQuery()
                .processInstanceId(instance.getId())
                .list()
                .get(0)
                .getId()));
        assertRefused(() ->
                repositoryService.createDeployment().addString("a.txt", "a").deploy());
        assertRefused(() -> identityService.saveUser(identityService.newUser("oscars-friend")));
    }

    @Test
    void letsProcessOwnersDeployButNotSeeCases() {
        as("sam");
        ProcessInstance instance = runtimeService.startProcessInstanceByKey(PROCESS);

        as("paula");
        String own = repositoryService
                .createDeployment()
                .addString("a.txt", "a")
                .deploy()
                .getId();
        assertThat(repositoryService
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(PROCESS)
                        .count())
                .isEqualTo(1);
        assertThat(runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceId(instance.getId())
                        .count())
                .isZero();
        assertRefused(() -> runtimeService.startProcessInstanceByKey(PROCESS));
        identityService.clearAuthentication();
        repositoryService.deleteDeployment(own);
    }

    @Test
    void letsAdministratorsManagePeopleButNotSeeCases() {
        as("admin");
        User user = identityService.newUser("newcomer");
        user.setPassword("Welcome-To-2026");
        identityService.saveUser(user);
        identityService.createMembership("newcomer", "sales-agent");
        identityService.deleteUser("newcomer");
        assertRefused(() -> runtimeService.startProcessInstanceByKey(PROCESS));
    }

    @ParameterizedTest
    @CsvSource({"ada, tasklist", "sam, tasklist", "hal, tasklist", "paula, cockpit", "oscar, cockpit", "admin, admin"})
    void opensTheWebApplicationsToThoseWhoNeedThem(String person, String application) {
        for (String each : List.of("tasklist", "cockpit", "admin", "welcome")) {
            assertThat(authorizationService.isUserAuthorized(
                            person, groups(person), Permissions.ACCESS, Resources.APPLICATION, each))
                    .as(person + " " + each)
                    .isEqualTo(each.equals(application));
        }
    }

    @Test
    void showsTheSameThreeFiltersToEveryoneWhoWorksOnTasks() {
        for (String person : List.of("ada", "sam", "hal")) {
            as(person);
            assertThat(filterService.createFilterQuery().list())
                    .extracting("name")
                    .containsExactlyInAnyOrder("My tasks", "My group’s tasks", "All tasks of my groups");
        }
        as("oscar");
        assertThat(filterService.createFilterQuery().count()).isZero();
    }

    @Test
    void findsTasksByTheFilters() {
        as("sam");
        ProcessInstance instance = runtimeService.startProcessInstanceByKey(PROCESS);
        String task = task(instance).getId();

        assertThat(found("My group’s tasks")).contains(task);
        assertThat(found("My tasks")).doesNotContain(task);
        taskService.claim(task, "sam");
        assertThat(found("My group’s tasks")).doesNotContain(task);
        assertThat(found("My tasks")).contains(task);
        as("sofia");
        assertThat(found("My tasks")).doesNotContain(task);
        assertThat(found("All tasks of my groups")).contains(task);
    }

    @Test
    void makesNothingTwiceAndTakesNothingAway() {
        Authorization own = authorizationService
                .createAuthorizationQuery()
                .groupIdIn("operator")
                .resourceType(Resources.APPLICATION)
                .resourceId("cockpit")
                .singleResult();
        Authorization more = authorizationService.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        more.setGroupId("operator");
        more.setResource(Resources.APPLICATION);
        more.setResourceId("welcome");
        more.addPermission(Permissions.ACCESS);
        authorizationService.saveAuthorization(more);
        long grants = authorizationService.createAuthorizationQuery().count();
        long people = identityService.createUserQuery().count();
        long groups = identityService.createGroupQuery().count();
        long filters = filterService.createFilterQuery().count();

        setup.setUp();

        assertThat(authorizationService.createAuthorizationQuery().count()).isEqualTo(grants);
        assertThat(identityService.createUserQuery().count()).isEqualTo(people);
        assertThat(identityService.createGroupQuery().count()).isEqualTo(groups);
        assertThat(filterService.createFilterQuery().count()).isEqualTo(filters);
        assertThat(own.isPermissionGranted(Permissions.ACCESS)).isTrue();
        authorizationService.deleteAuthorization(more.getId());
    }

    @Test
    void refusesWeakPasswordsAndKeepsStrongOnesByAStrongHash() {
        User weak = identityService.newUser("weakling");
        weak.setPassword("password");
        assertThatThrownBy(() -> identityService.saveUser(weak)).hasMessageContaining("policy");

        assertThat(identityService
                        .createUserQuery()
                        .userId("sam")
                        .singleResult()
                        .getPassword())
                .startsWith("{pbkdf2}")
                .doesNotContain(DemoPeople.PASSWORD);
    }

    @Test
    void runsTheEngineAsConfigured() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();

        assertThat(configuration.isAuthorizationEnabled()).isTrue();
        assertThat(configuration.isEnablePasswordPolicy()).isTrue();
        assertThat(configuration.isDeserializationTypeValidationEnabled()).isTrue();
        assertThat(configuration.isEnableExceptionsAfterUnhandledBpmnError()).isTrue();
        assertThat(configuration.getGeneralResourceWhitelistPattern()).isEqualTo("[a-zA-Z0-9@._-]+");
        assertThat(configuration.getFailedJobRetryTimeCycle()).isEqualTo("R3/PT1M");
        assertThat(configuration.getDefaultUserPermissionNameForTask()).isEqualTo("TASK_WORK");
        assertThat(configuration.getDefaultUserPermissionForTask().getName()).isEqualTo("TASK_WORK");
        assertThat(configuration.isEnableXxeProcessing()).isFalse();
        assertThat(configuration.getHistoryLevel().getName()).isEqualTo("activity");
    }

    private List<String> found(String filter) {
        String id = filterService
                .createFilterQuery()
                .filterName(filter)
                .singleResult()
                .getId();
        List<Task> tasks = filterService.list(id);
        return tasks.stream().map(Task::getId).toList();
    }

    private Task task(ProcessInstance instance) {
        return taskService.createTaskQuery().processInstanceId(instance.getId()).singleResult();
    }

    /** As the engine sees them: agents may not read them. */
    private List<Authorization> grantsOf(Task task) {
        identityService.clearAuthentication();
        return authorizationService
                .createAuthorizationQuery()
                .resourceType(Resources.TASK)
                .resourceId(task.getId())
                .list();
    }

    private void as(String person) {
        identityService.clearAuthentication();
        identityService.setAuthentication(person, groups(person));
    }

    private List<String> groups(String person) {
        return identityService.createGroupQuery().groupMember(person).list().stream()
                .map(Group::getId)
                .toList();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(AuthorizationException.class);
    }
}
