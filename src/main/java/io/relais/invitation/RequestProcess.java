package io.relais.invitation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;

/**
 * The only place that talks to the engine about requests. The models of all kinds have one shape, and their instances the id of their
 * {@link Request} for a business key; a kind's subclass has the names that stand in its model.
 *
 * <p>Messages tell a process <em>that</em> something happened; <em>what</em> happened is always read from the table. So a message or a
 * variable that comes past the pages, for example through the engine's REST API, can bring nothing about that is not there.
 */
public abstract class RequestProcess {

    static final String SERVICE_SEND_EMAIL = "ServiceTask_SendEmail";
    static final String EVENT_EXPIRED = "BoundaryEvent_Expired";

    /** When the request expires: the expiry timer, and a column of Tasklist's filters. */
    public static final String DEADLINE = "deadline";
    /** Read by a gateway: whether Relais sends the e-mail. */
    public static final String SEND_FOR_THEM = "sendForThem";

    /**
     * What differs between the models.
     *
     * @param company variable with the addressee's company: shown in task names and by Tasklist's filters
     */
    public record Names(
            String key,
            String describe,
            String send,
            String sendAgain,
            String company,
            String answered,
            String declined,
            String resend,
            String revoked) {}

    private final Names names;
    private final ProcessEngine engine;

    protected RequestProcess(Names names, ProcessEngine engine) {
        this.names = names;
        this.engine = engine;
    }

    Names names() {
        return names;
    }

    /** Starts an instance; its first step makes the draft. */
    UUID start() {
        ProcessInstance instance = engine.getRuntimeService().startProcessInstanceByKey(names.key);
        return UUID.fromString(instance.getBusinessKey());
    }

    /** Whether this person holds the task of describing this request. */
    boolean describedBy(UUID request, String person) {
        return task(request, names.describe)
                .filter(task -> person.equals(task.getAssignee()))
                .isPresent();
    }

    boolean at(UUID request, String step) {
        return task(request, step).isPresent();
    }

    /** The company's name was corrected: the open task bears it, too. */
    void renamed(UUID request, String before, String now) {
        engine.getRuntimeService().setVariable(instance(request).getId(), names.company, now);
        task(request, names.send).ifPresent(task -> {
            task.setName(task.getName().replace(before, now));
            engine.getTaskService().saveTask(task);
        });
    }

    /** The addressee said yes. */
    void answered(UUID request) {
        onTheAddresseesBehalf(() -> {
            bringToWaiting(request);
            correlate(names.answered, request);
            return null;
        });
    }

    /** The addressee declined. */
    void declined(UUID request) {
        onTheAddresseesBehalf(() -> {
            bringToWaiting(request);
            correlate(names.declined, request);
            return null;
        });
    }

    /** Staff want to send the request once more. */
    void resendRequested(UUID request) {
        correlate(names.resend, request);
    }

    void revoked(UUID request) {
        correlate(names.revoked, request);
    }

    /** Lets the expiry timer fire now, for the made-up requests of the demo. */
    public void expireNow(UUID request) {
        Job timer = engine.getManagementService()
                .createJobQuery()
                .processInstanceId(instance(request).getId())
                .activityId(EVENT_EXPIRED)
                .singleResult();
        engine.getManagementService().executeJob(timer.getId());
    }

    /**
     * A link works from the moment the request may have gone out, which is before the person who sends it says "Done", and while a mail
     * may still wait for its server. The answer then does that step for them.
     */
    private void bringToWaiting(UUID request) {
        task(request, names.send).ifPresent(task -> engine.getTaskService().complete(task.getId()));
        List<Job> mail = engine.getManagementService()
                .createJobQuery()
                .processInstanceId(instance(request).getId())
                .activityId(SERVICE_SEND_EMAIL)
                .list();
        mail.forEach(job -> engine.getManagementService().executeJob(job.getId()));
    }

    private void correlate(String message, UUID request) {
        engine.getRuntimeService()
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(request.toString())
                .correlate();
    }

    private ProcessInstance instance(UUID request) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(names.key)
                .processInstanceBusinessKey(request.toString())
                .singleResult();
    }

    private Optional<Task> task(UUID request, String step) {
        return Optional.ofNullable(engine.getTaskService()
                .createTaskQuery()
                .processDefinitionKey(names.key)
                .processInstanceBusinessKey(request.toString())
                .taskDefinitionKey(step)
                .singleResult());
    }

    /** The addressee needs no rights in the engine, and whoever else is signed in in the same browser lends it none. */
    private <T> T onTheAddresseesBehalf(Supplier<T> work) {
        Authentication person = engine.getIdentityService().getCurrentAuthentication();
        engine.getIdentityService().clearAuthentication();
        try {
            return work.get();
        } finally {
            if (person != null) {
                engine.getIdentityService().setAuthentication(person);
            }
        }
    }

    /** The user name of the person the engine works for, or null. */
    Optional<String> person() {
        return Optional.ofNullable(engine.getIdentityService().getCurrentAuthentication())
                .map(Authentication::getUserId);
    }

    static java.util.Date date(Instant instant) {
        return instant == null ? null : java.util.Date.from(instant);
    }
}
