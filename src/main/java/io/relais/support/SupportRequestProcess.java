package io.relais.support;

import io.relais.tasks.Tasks;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/**
 * What must match {@code bpmn/support-request/support-request.bpmn}, and the only place that talks to the engine about support requests.
 * Messages tell a process <em>that</em> something happened; <em>what</em> happened is always read from the tables, and put into the few
 * variables that gateways, timers and Tasklist read.
 */
@Component
public class SupportRequestProcess {

    public static final String KEY = "support-request";
    public static final String DECISION = "support-routing";

    public static final String STEP_ANSWER = "UserTask_AnswerSupportRequest";

    static final String MESSAGE_ANSWERED = "support-request-answered";
    static final String MESSAGE_HANDED_ON = "support-request-handed-on";
    static final String MESSAGE_ANSWER_NEEDED = "support-request-answer-needed";
    static final String MESSAGE_RESOLVED = "support-request-resolved";
    static final String MESSAGE_REOPENED = "support-request-reopened";
    static final String MESSAGE_CLOSED = "support-request-closed";

    /** Shown by Tasklist's filters. */
    public static final String COMPANY_NAME = "companyName";
    /** Shown in the task's name: which request of whom, by number and title. */
    public static final String ABOUT = "about";
    /** The priority of the task, by the request's severity; 50 is the usual one. */
    public static final String PRIORITY = "priority";
    /** Read by gateways: a {@link Handler}. */
    public static final String HANDLER = "handler";
    /** Read by a gateway: whether whoever works on it owes an answer. */
    public static final String ANSWER_OWED = "answerOwed";
    /** Read by a gateway. */
    public static final String RESOLVED = "resolved";
    /** Until when an answer is owed: two timers, and a column of Tasklist's filters. */
    public static final String DEADLINE = "deadline";
    /** When a resolved request closes by itself: a timer. */
    public static final String CLOSES_AT = "closesAt";

    private final RuntimeService runtimeService;

    SupportRequestProcess(RuntimeService runtimeService) {
        this.runtimeService = runtimeService;
    }

    void start(SupportRequest request, String companyName) {
        runtimeService
                .createProcessInstanceByKey(KEY)
                .businessKey(request.id().toString())
                .setVariables(variables(request))
                .setVariable(COMPANY_NAME, companyName)
                .setVariable(ABOUT, about(request, companyName))
                .setVariable(PRIORITY, priority(request.severity()))
                // Nobody's: the whole team may claim what comes to the provider.
                .setVariable(Tasks.HOLDER, null)
                .execute();
    }

    /** The name of a task, of which this is a part, has 255 characters at most; number and title matter more than a long company's name. */
    private static String about(SupportRequest request, String companyName) {
        String company = companyName.length() <= 80 ? companyName : companyName.substring(0, 79) + "…";
        return company + " · S-" + request.number() + " · " + request.title();
    }

    private static int priority(Severity severity) {
        return switch (severity) {
            case CRITICAL -> Tasks.URGENT;
            case MODERATE -> Task.PRIORITY_NORMAL;
            case MINIMAL -> Task.PRIORITY_MINIUM;
        };
    }

    void tell(String message, SupportRequest request) {
        runtimeService
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(request.id().toString())
                .setVariables(variables(request))
                .correlate();
    }

    /** Where the request stands, as gateways and timers want to know it. */
    static Map<String, Object> variables(SupportRequest request) {
        Map<String, Object> variables = new HashMap<>();
        variables.put(HANDLER, request.handler().name());
        variables.put(ANSWER_OWED, request.state() == SupportState.ATTENTION_NEEDED);
        variables.put(RESOLVED, request.state() == SupportState.RESOLVED);
        variables.put(DEADLINE, date(request.dueAt()));
        variables.put(CLOSES_AT, date(request.closesAt()));
        return variables;
    }

    private static Date date(Instant instant) {
        return instant == null ? null : Date.from(instant);
    }
}
