package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Send the confirmation link</em>; its task later waits for whoever claims it. */
@Component
class SendConfirmationDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    SendConfirmationDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID enrollment = UUID.fromString(execution.getProcessBusinessKey());
        enrollments.sendConfirmation(enrollment);
        execution.setVariables(enrollments.variables(enrollment));
        execution.setVariable(Tasks.HOLDER, null);
    }
}
