package io.relais.tasks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.persistence.entity.SuspensionState;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The waiting tasks of people: who holds which, where its page is, what comes next in a case. A case is a process instance, known by its
 * business key, which is the id of the aggregate it works on.
 *
 * <p>A step may be done only by the person who holds its task; every page that does a step asks {@link #held} first.
 */
@Service
public class Tasks {

    /** Extension property of a user task or a process in the model: the path of its page, {@code {case}} standing for the case's id. */
    public static final String PAGE = "page";

    /** Process variable: user name of the person who works on the case, to whom its next task goes. */
    public static final String HOLDER = "holder";

    /** The task query of the API says the same, in a statement that the engine would build anew each time; every page asks this. */
    private static final String AT_STEP =
            """
            select T.* from ACT_RU_TASK T join ACT_RU_EXECUTION I on I.ID_ = T.PROC_INST_ID_
            where I.BUSINESS_KEY_ = #{case} and T.TASK_DEF_KEY_ = #{step} and T.SUSPENSION_STATE_ = #{state}
            """;

    /** The priority from which on a task is marked as urgent. */
    public static final int URGENT = Task.PRIORITY_MAXIMUM;

    private static final int LONGEST_NAME = 255;

    private final TaskService taskService;
    private final RuntimeService runtimeService;
    private final ManagementService managementService;
    private final RepositoryService repositoryService;
    private final HistoryService historyService;
    private final IdentityService identityService;

    Tasks(
            TaskService taskService,
            RuntimeService runtimeService,
            ManagementService managementService,
            RepositoryService repositoryService,
            HistoryService historyService,
            IdentityService identityService) {
        this.taskService = taskService;
        this.runtimeService = runtimeService;
        this.managementService = managementService;
        this.repositoryService = repositoryService;
        this.historyService = historyService;
        this.identityService = identityService;
    }

    /**
     * The task of this case at this step, held by the signed-in person.
     *
     * @throws StepNotOpenException if the case is not at this step
     * @throws TaskNotHeldException if somebody else holds the task, or nobody
     */
    @Transactional(readOnly = true)
    public TaskCard held(String caseId, String step) {
        Task task = taskService
                .createNativeTaskQuery()
                .sql(AT_STEP)
                .parameter("case", caseId)
                .parameter("step", step)
                .parameter("state", SuspensionState.ACTIVE.getStateCode())
                .singleResult();
        if (task == null) {
            throw new StepNotOpenException(caseId, step);
        }
        if (!Objects.equals(task.getAssignee(), person())) {
            throw new TaskNotHeldException(card(task, caseId));
        }
        return card(task, caseId);
    }

    /**
     * Completes the step of this case that the signed-in person holds. The model's completion listener checks what the step needs and
     * sets the variables that its gateways read.
     */
    @Transactional
    public void complete(String caseId, String step) {
        complete(held(caseId, step));
    }

    /**
     * Completes a task that {@link #held} has just answered, in the same transaction.
     *
     * @throws TaskNotHeldException if it is not the signed-in person's
     * @throws StepNotOpenException if somebody has completed it in this very moment
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void complete(TaskCard held) {
        if (!Objects.equals(held.holder(), person())) {
            throw new TaskNotHeldException(held);
        }
        try {
            taskService.complete(held.id());
        } catch (NullValueException refusal) {
            // Completed by another click a moment ago.
            if (taskService.createTaskQuery().taskId(held.id()).count() == 0) {
                throw new StepNotOpenException(held.caseId(), held.step());
            }
            throw refusal;
        }
    }

    /** Tasks that the signed-in person holds, oldest first. */
    @Transactional(readOnly = true)
    public List<TaskCard> mine(int first, int atMost) {
        return cards(taskService.createTaskQuery().taskAssignee(person()), first, atMost);
    }

    @Transactional(readOnly = true)
    public long countMine() {
        return taskService.createTaskQuery().taskAssignee(person()).active().count();
    }

    /** Tasks that nobody holds and that the signed-in person may claim, oldest first. */
    @Transactional(readOnly = true)
    public List<TaskCard> claimable(int first, int atMost) {
        List<String> groups = groups(person());
        return groups.isEmpty() ? List.of() : cards(claimable(groups), first, atMost);
    }

    /** How many tasks nobody holds that the signed-in person may claim. */
    @Transactional(readOnly = true)
    public long countClaimable() {
        List<String> groups = groups(person());
        return groups.isEmpty() ? 0 : claimable(groups).active().count();
    }

    private TaskQuery claimable(List<String> groups) {
        return taskService.createTaskQuery().taskCandidateGroupIn(groups).taskUnassigned();
    }

    /** The waiting tasks of one case, whoever holds them. */
    @Transactional(readOnly = true)
    public List<TaskCard> ofCase(String caseId) {
        return cards(taskService.createTaskQuery().processInstanceBusinessKey(caseId), 0, 20);
    }

    /** Takes a task that nobody holds. Claiming one's own again changes nothing. */
    @Transactional
    public void claim(String taskId) {
        Task task = visible(taskId);
        if (!Objects.equals(task.getAssignee(), person())) {
            taskService.claim(taskId, person());
        }
    }

    /**
     * Hands a task over to a colleague. Only the person who holds it may, and only to someone who may work on it.
     *
     * @throws IllegalArgumentException if the colleague may not work on this task
     */
    @Transactional
    public void handOver(String taskId, String colleague) {
        Task task = visible(taskId);
        if (!Objects.equals(task.getAssignee(), person())) {
            throw new TaskNotHeldException(card(task, caseOf(task)));
        }
        if (colleagues(taskId).stream().noneMatch(user -> user.getId().equals(colleague))) {
            throw new IllegalArgumentException("Not a colleague who may work on this task: " + colleague);
        }
        taskService.setAssignee(taskId, colleague);
    }

    /** The people, other than the signed-in one, who may work on this task, by name. */
    @Transactional(readOnly = true)
    public List<User> colleagues(String taskId) {
        String[] groups = candidateGroups(taskId).toArray(String[]::new);
        return Arrays.stream(groups)
                .flatMap(group -> identityService.createUserQuery().memberOfGroup(group).list().stream())
                .filter(user -> !user.getId().equals(person()))
                .collect(Collectors.toMap(User::getId, user -> user, (one, same) -> one))
                .values()
                .stream()
                .sorted(Comparator.comparing(User::getLastName).thenComparing(User::getFirstName))
                .toList();
    }

    /**
     * Where the page of this task is: the path named in its process model.
     *
     * @throws StepNotOpenException if there is no such task any more
     */
    @Transactional(readOnly = true)
    public String page(String taskId) {
        Task task = visible(taskId);
        UserTask element = repositoryService
                .getBpmnModelInstance(task.getProcessDefinitionId())
                .getModelElementById(task.getTaskDefinitionKey());
        return page(element, caseOf(task));
    }

    /** The signed-in person's next task in this case, if there is one. */
    @Transactional(readOnly = true)
    public Optional<TaskCard> next(String caseId) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(caseId)
                .taskAssignee(person())
                .active()
                .orderByTaskCreateTime()
                .desc()
                .listPage(0, 1)
                .stream()
                .findFirst()
                .map(task -> card(task, caseId));
    }

    /** Those of these cases in which a task waits for the signed-in person. */
    @Transactional(readOnly = true)
    public Set<String> mineAmong(Collection<String> caseIds) {
        if (caseIds.isEmpty()) {
            return Set.of();
        }
        List<Task> tasks = taskService
                .createTaskQuery()
                .processInstanceBusinessKeyIn(caseIds.toArray(String[]::new))
                .taskAssignee(person())
                .active()
                .list();
        return Set.copyOf(casesOf(tasks).values());
    }

    /**
     * Whether the engine is at work on this case right now, so that its next task is likely to come within moments. A case that waits for
     * a date, for an answer, or for the next attempt at a step that failed is not at work.
     */
    @Transactional(readOnly = true)
    public boolean atWork(String caseId) {
        return runtimeService.createProcessInstanceQuery().processInstanceBusinessKey(caseId).active().list().stream()
                .anyMatch(instance -> managementService
                                .createJobQuery()
                                .processInstanceId(instance.getId())
                                .messages()
                                .executable()
                                .count()
                        > 0);
    }

    /** Where the case itself can be seen: the page that its process names in the model. */
    @Transactional(readOnly = true)
    public Optional<String> casePage(String caseId) {
        List<HistoricProcessInstance> instances = historyService
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(caseId)
                .listPage(0, 1);
        return instances.stream().findFirst().map(instance -> {
            BaseElement process = repositoryService
                    .getBpmnModelInstance(instance.getProcessDefinitionId())
                    .getModelElementById(instance.getProcessDefinitionKey());
            return page(process, caseId);
        });
    }

    /** A task's name, cut to what the engine keeps. */
    public static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    private Task visible(String taskId) {
        Task task = taskService.createTaskQuery().taskId(taskId).singleResult();
        if (task == null) {
            throw new StepNotOpenException(null, taskId);
        }
        boolean allowed = Objects.equals(task.getAssignee(), person())
                || candidateGroups(taskId).stream().anyMatch(groups(person())::contains);
        if (!allowed) {
            throw new AccessDeniedException("Task " + taskId + " is not for " + person());
        }
        return task;
    }

    private Set<String> candidateGroups(String taskId) {
        return taskService.getIdentityLinksForTask(taskId).stream()
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<String> groups(String person) {
        return identityService.createGroupQuery().groupMember(person).list().stream()
                .map(group -> group.getId())
                .toList();
    }

    private List<TaskCard> cards(TaskQuery query, int first, int atMost) {
        List<Task> tasks = query.active().orderByTaskCreateTime().asc().listPage(first, atMost);
        Map<String, String> cases = casesOf(tasks);
        return tasks.stream()
                .map(task -> card(task, cases.get(task.getProcessInstanceId())))
                .toList();
    }

    private Map<String, String> casesOf(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return Map.of();
        }
        Set<String> instances = tasks.stream().map(Task::getProcessInstanceId).collect(Collectors.toSet());
        return historyService.createHistoricProcessInstanceQuery().processInstanceIds(instances).list().stream()
                .filter(instance -> instance.getBusinessKey() != null)
                .collect(Collectors.toMap(HistoricProcessInstance::getId, HistoricProcessInstance::getBusinessKey));
    }

    private String caseOf(Task task) {
        return casesOf(List.of(task)).get(task.getProcessInstanceId());
    }

    private static TaskCard card(Task task, String caseId) {
        return new TaskCard(
                task.getId(),
                caseId,
                task.getName(),
                task.getProcessDefinitionId().split(":")[0],
                task.getTaskDefinitionKey(),
                task.getAssignee(),
                task.getCreateTime().toInstant(),
                task.getDueDate() == null ? null : task.getDueDate().toInstant(),
                task.getPriority() >= URGENT);
    }

    private static String page(BaseElement element, String caseId) {
        return element.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> PAGE.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .map(path -> path.replace("{case}", caseId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(element + " names no page"));
    }

    private static String person() {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        return person == null ? null : person.getName();
    }
}
