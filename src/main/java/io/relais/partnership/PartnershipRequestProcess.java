package io.relais.partnership;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/**
 * What must match {@code bpmn/partnership-request/partnership-request.bpmn}, and the only place that talks to the engine about it. The
 * business key of an instance is the id of its {@link PartnershipRequest}.
 *
 * <p>Messages tell the process <em>that</em> something happened; <em>what</em> happened is always read from the table. So a message or a
 * variable that comes past the pages, for example through the engine's REST API, can bring nothing about that is not there.
 */
@Component
public class PartnershipRequestProcess {

    public static final String KEY = "partnership-request";
    public static final String DECISION = "reseller-eligibility";

    public static final String STEP_DESCRIBE = "UserTask_DescribePartnershipRequest";
    public static final String STEP_SEND = "UserTask_SendPartnershipRequest";
    public static final String STEP_SEND_AGAIN = "UserTask_SendPartnershipRequestAgain";

    static final String SERVICE_SEND_EMAIL = "ServiceTask_SendEmail";
    static final String EVENT_EXPIRED = "BoundaryEvent_Expired";

    static final String MESSAGE_ANSWERED = "partnership-request-answered";
    static final String MESSAGE_DECLINED = "partnership-request-declined";
    static final String MESSAGE_RESEND = "partnership-request-resend-requested";
    static final String MESSAGE_REVOKED = "partnership-request-revoked";

    /** The reseller's company: shown in task names and by Tasklist's filters. */
    public static final String RESELLER_NAME = "resellerName";
    /** When the request expires: the expiry timer, and a column of Tasklist's filters. */
    public static final String DEADLINE = "deadline";
    /** Read by a gateway: whether Relais sends the e-mail. */
    public static final String SEND_FOR_THEM = "sendForThem";
    /** Read by a gateway: whether nothing stands in the way of the partnership. */
    public static final String ELIGIBLE = "eligible";

    private final RuntimeService runtimeService;
    private final TaskService taskService;
    private final ManagementService managementService;
    private final IdentityService identityService;

    PartnershipRequestProcess(
            RuntimeService runtimeService,
            TaskService taskService,
            ManagementService managementService,
            IdentityService identityService) {
        this.runtimeService = runtimeService;
        this.taskService = taskService;
        this.managementService = managementService;
        this.identityService = identityService;
    }

    /** Starts an instance; its first step makes the draft. */
    UUID start() {
        ProcessInstance instance = runtimeService.startProcessInstanceByKey(KEY);
        return UUID.fromString(instance.getBusinessKey());
    }

    /** Whether this person holds the task of describing this request. */
    boolean describedBy(UUID request, String person) {
        return task(request, STEP_DESCRIBE)
                .filter(task -> person.equals(task.getAssignee()))
                .isPresent();
    }

    boolean at(UUID request, String step) {
        return task(request, step).isPresent();
    }

    /** The reseller's name was corrected: the open task bears it, too. */
    void renamed(UUID request, String before, String now) {
        runtimeService.setVariable(instance(request).getId(), RESELLER_NAME, now);
        task(request, STEP_SEND).ifPresent(task -> {
            task.setName(task.getName().replace(before, now));
            taskService.saveTask(task);
        });
    }

    /** The reseller authorized the provider. */
    void answered(UUID request) {
        onTheResellersBehalf(() -> {
            bringToWaiting(request);
            correlate(MESSAGE_ANSWERED, request);
            return null;
        });
    }

    /** The reseller declined. */
    void declined(UUID request) {
        onTheResellersBehalf(() -> {
            bringToWaiting(request);
            correlate(MESSAGE_DECLINED, request);
            return null;
        });
    }

    /** Staff want to send the request once more. */
    void resendRequested(UUID request) {
        correlate(MESSAGE_RESEND, request);
    }

    void revoked(UUID request) {
        correlate(MESSAGE_REVOKED, request);
    }

    /** Lets the expiry timer fire now. */
    void expireNow(UUID request) {
        Job timer = managementService
                .createJobQuery()
                .processInstanceId(instance(request).getId())
                .activityId(EVENT_EXPIRED)
                .singleResult();
        managementService.executeJob(timer.getId());
    }

    /**
     * A link works from the moment the request may have gone out, which is before the person who sends it says "Done", and while a mail
     * may still wait for its server. The answer then does that step for them.
     */
    private void bringToWaiting(UUID request) {
        task(request, STEP_SEND).ifPresent(task -> taskService.complete(task.getId()));
        List<Job> mail = managementService
                .createJobQuery()
                .processInstanceId(instance(request).getId())
                .activityId(SERVICE_SEND_EMAIL)
                .list();
        mail.forEach(job -> managementService.executeJob(job.getId()));
    }

    private void correlate(String message, UUID request) {
        runtimeService
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(request.toString())
                .correlate();
    }

    private ProcessInstance instance(UUID request) {
        return runtimeService
                .createProcessInstanceQuery()
                .processDefinitionKey(KEY)
                .processInstanceBusinessKey(request.toString())
                .singleResult();
    }

    private Optional<Task> task(UUID request, String step) {
        return Optional.ofNullable(taskService
                .createTaskQuery()
                .processDefinitionKey(KEY)
                .processInstanceBusinessKey(request.toString())
                .taskDefinitionKey(step)
                .singleResult());
    }

    /** The reseller needs no rights in the engine, and whoever else is signed in in the same browser lends it none. */
    private <T> T onTheResellersBehalf(Supplier<T> work) {
        Authentication person = identityService.getCurrentAuthentication();
        identityService.clearAuthentication();
        try {
            return work.get();
        } finally {
            if (person != null) {
                identityService.setAuthentication(person);
            }
        }
    }

    /** The user name of the person the engine works for, or null. */
    Optional<String> person() {
        return Optional.ofNullable(identityService.getCurrentAuthentication()).map(Authentication::getUserId);
    }

    static java.util.Date date(Instant instant) {
        return instant == null ? null : java.util.Date.from(instant);
    }
}
