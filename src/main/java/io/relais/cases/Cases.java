package io.relais.cases;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditLabels;
import io.relais.audit.AuditTrail;
import io.relais.tasks.TaskCard;
import io.relais.tasks.TaskNames;
import io.relais.tasks.Tasks;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Running and past cases. Each is known by its business key; of several with the same one, the latest is meant. A case may be seen by
 * whoever the engine lets read the instances of its process; for everybody else there is none.
 */
@Service
public class Cases {

    private static final int EVENTS = 500;

    private final HistoryService historyService;
    private final RuntimeService runtimeService;
    private final RepositoryService repositoryService;
    private final AuthorizationService authorizationService;
    private final IdentityService identityService;
    private final Tasks tasks;
    private final TaskNames taskNames;
    private final AuditTrail audit;
    private final AuditLabels labels;
    private final MessageSource messages;

    Cases(
            HistoryService historyService,
            RuntimeService runtimeService,
            RepositoryService repositoryService,
            AuthorizationService authorizationService,
            IdentityService identityService,
            Tasks tasks,
            TaskNames taskNames,
            AuditTrail audit,
            AuditLabels labels,
            MessageSource messages) {
        this.historyService = historyService;
        this.runtimeService = runtimeService;
        this.repositoryService = repositoryService;
        this.authorizationService = authorizationService;
        this.identityService = identityService;
        this.tasks = tasks;
        this.taskNames = taskNames;
        this.audit = audit;
        this.labels = labels;
        this.messages = messages;
    }

    /** A case with all that its page shows; empty if there is none that the signed-in person may see. */
    @Transactional(readOnly = true)
    public Optional<CaseView> find(String caseId) {
        return instance(caseId).map(this::view);
    }

    /** Whether there is anything to tell: a case's history is dropped some day, and what no process made has none. */
    @Transactional(readOnly = true)
    public boolean known(Object caseId) {
        return historyService
                        .createHistoricProcessInstanceQuery()
                        .processInstanceBusinessKey(caseId.toString())
                        .count()
                > 0;
    }

    /** The BPMN file in the version this case runs by, to be closed by the caller. */
    @Transactional(readOnly = true)
    public Optional<InputStream> diagram(String caseId) {
        return instance(caseId).map(instance -> repositoryService.getProcessModel(instance.getProcessDefinitionId()));
    }

    private Optional<HistoricProcessInstance> instance(String caseId) {
        return historyService
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(caseId)
                .orderByProcessInstanceStartTime()
                .desc()
                .listPage(0, 1)
                .stream()
                .filter(this::visible)
                .findFirst();
    }

    private boolean visible(HistoricProcessInstance instance) {
        String person = AuditTrail.actor();
        List<String> groups = identityService.createGroupQuery().groupMember(person).list().stream()
                .map(group -> group.getId())
                .toList();
        return authorizationService.isUserAuthorized(
                person,
                groups,
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                instance.getProcessDefinitionKey());
    }

    private CaseView view(HistoricProcessInstance instance) {
        List<HistoricActivityInstance> activities = historyService
                .createHistoricActivityInstanceQuery()
                .processInstanceId(instance.getId())
                .orderByHistoricActivityInstanceStartTime()
                .asc()
                .listPage(0, EVENTS);
        boolean running = instance.getEndTime() == null;
        List<CaseView.Event> events = timeline(instance);
        return new CaseView(
                instance.getBusinessKey(),
                instance.getProcessDefinitionKey(),
                instance.getProcessDefinitionName(),
                tasks.casePage(instance.getBusinessKey()).orElse(null),
                instance.getStartTime().toInstant(),
                running ? null : instance.getEndTime().toInstant(),
                running && stuck(instance),
                running ? here(instance) : List.of(),
                activities.stream()
                        .filter(activity -> activity.getEndTime() != null)
                        .map(HistoricActivityInstance::getActivityId)
                        .distinct()
                        .toList(),
                tasks.ofCase(instance.getBusinessKey()),
                events.size() > EVENTS ? events.subList(0, EVENTS) : events,
                events.size() > EVENTS);
    }

    /** Asked of the running instance: a step that waits for its job has no activity in the history yet. */
    private List<String> here(HistoricProcessInstance instance) {
        return runtimeService.getActiveActivityIds(instance.getId()).stream()
                .filter(id -> !id.equals(instance.getProcessDefinitionKey()))
                .distinct()
                .toList();
    }

    private boolean stuck(HistoricProcessInstance instance) {
        return runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceId(instance.getId())
                        .withIncident()
                        .count()
                > 0;
    }

    private List<CaseView.Event> timeline(HistoricProcessInstance instance) {
        List<HistoricTaskInstance> done = historyService
                .createHistoricTaskInstanceQuery()
                .processInstanceId(instance.getId())
                .finished()
                .orderByHistoricTaskInstanceEndTime()
                .asc()
                .listPage(0, EVENTS);
        return Stream.concat(
                        done.stream().map(task -> event(task, instance.getBusinessKey())),
                        uuid(instance.getBusinessKey()).stream()
                                .flatMap(id -> audit.of(id, EVENTS).stream())
                                .map(this::event))
                .sorted(Comparator.comparing(CaseView.Event::when))
                .toList();
    }

    private CaseView.Event event(HistoricTaskInstance task, String caseId) {
        Instant when = task.getEndTime().toInstant();
        TaskCard card = new TaskCard(
                task.getId(),
                caseId,
                task.getName(),
                task.getProcessDefinitionKey(),
                task.getTaskDefinitionKey(),
                task.getAssignee(),
                when,
                null,
                false);
        boolean completed = "completed".equals(task.getDeleteReason());
        return new CaseView.Event(
                when,
                completed && task.getAssignee() != null ? task.getAssignee() : AuditTrail.SYSTEM,
                messages.getMessage(
                        completed ? "cases.done" : "cases.dropped",
                        new Object[] {taskNames.of(card)},
                        LocaleContextHolder.getLocale()),
                "");
    }

    private CaseView.Event event(AuditEntry entry) {
        return new CaseView.Event(entry.getOccurredAt(), entry.getActor(), labels.of(entry), labels.change(entry));
    }

    private static Optional<UUID> uuid(String businessKey) {
        try {
            return Optional.of(UUID.fromString(businessKey));
        } catch (IllegalArgumentException someOtherKey) {
            return Optional.empty();
        }
    }
}
