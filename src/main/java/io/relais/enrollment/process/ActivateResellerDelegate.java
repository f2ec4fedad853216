package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Activate the reseller</em>. */
@Component
class ActivateResellerDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    ActivateResellerDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        enrollments.activate(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
