package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Mark the enrollment as expired</em>. */
@Component
class ExpireEnrollmentDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    ExpireEnrollmentDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        enrollments.expire(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
