package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Open the verification</em>; its dates begin anew each time. */
@Component
class OpenVerificationDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    OpenVerificationDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID enrollment = UUID.fromString(execution.getProcessBusinessKey());
        enrollments.openVerification(enrollment);
        execution.setVariables(enrollments.variables(enrollment));
    }
}
