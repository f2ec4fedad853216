package io.relais.enrollment;

import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/**
 * What must match {@code bpmn/reseller-enrollment/reseller-enrollment.bpmn}. Messages tell a process that something happened; what
 * happened is always read from the table.
 */
@Component
public class EnrollmentProcess {

    public static final String KEY = "reseller-enrollment";

    public static final String STEP_VERIFY = "UserTask_VerifyReseller";

    static final String MESSAGE_CONFIRMED = "reseller-enrollment-confirmed";
    static final String MESSAGE_AGREED = "reseller-enrollment-agreed";
    static final String MESSAGE_ANSWERED = "reseller-enrollment-answered";
    static final String MESSAGE_WITHDRAWN = "reseller-enrollment-withdrawn";

    /** The reseller's company: shown in task names and by Tasklist's filters. */
    public static final String RESELLER_NAME = "resellerName";
    /** Until when the reseller must confirm, accept or answer: the timers that wait for it. */
    public static final String ANSWER_BY = "answerBy";
    /** When staff should have decided: the task's due date, the reminder's timer, and a column of Tasklist's filters. */
    public static final String DEADLINE = "deadline";
    /** When staff should have looked at it: the task's follow-up date. */
    public static final String FOLLOW_UP = "followUp";
    /** Read by a gateway: a {@link Decision}. */
    public static final String DECISION = "decision";

    private final RuntimeService runtimeService;
    private final IdentityService identityService;

    EnrollmentProcess(RuntimeService runtimeService, IdentityService identityService) {
        this.runtimeService = runtimeService;
        this.identityService = identityService;
    }

    void start(Enrollment enrollment) {
        onTheResellersBehalf(() -> runtimeService
                .createProcessInstanceByKey(KEY)
                .businessKey(enrollment.id().toString())
                .execute());
    }

    void tell(String message, Enrollment enrollment) {
        onTheResellersBehalf(() -> runtimeService
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(enrollment.id().toString())
                .setVariables(variables(enrollment))
                .correlate());
    }

    /** What the process carries of an enrollment, always as the table has it. */
    static Map<String, Object> variables(Enrollment enrollment) {
        Map<String, Object> variables = new HashMap<>();
        variables.put(RESELLER_NAME, enrollment.declaration().legalName());
        variables.put(ANSWER_BY, enrollment.answerBy() == null ? null : Date.from(enrollment.answerBy()));
        variables.put(FOLLOW_UP, enrollment.followUpAt() == null ? null : Date.from(enrollment.followUpAt()));
        variables.put(DEADLINE, enrollment.dueAt() == null ? null : Date.from(enrollment.dueAt()));
        variables.put(
                DECISION,
                enrollment.decision() == null ? null : enrollment.decision().name());
        return variables;
    }

    /** The reseller needs no rights in the engine, and whoever else is signed in in the same browser lends it none. */
    private void onTheResellersBehalf(Runnable work) {
        Authentication person = identityService.getCurrentAuthentication();
        identityService.clearAuthentication();
        try {
            work.run();
        } finally {
            if (person != null) {
                identityService.setAuthentication(person);
            }
        }
    }
}
