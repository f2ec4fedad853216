package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Refuse the enrollment</em>. */
@Component
class RefuseEnrollmentDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    RefuseEnrollmentDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        enrollments.refuse(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
