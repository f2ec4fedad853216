package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Ask for information</em>. */
@Component
class AskForInformationDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    AskForInformationDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID enrollment = UUID.fromString(execution.getProcessBusinessKey());
        enrollments.askForInformation(enrollment);
        execution.setVariables(enrollments.variables(enrollment));
    }
}
