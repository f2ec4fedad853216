package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Withdraw the enrollment</em>. */
@Component
class WithdrawEnrollmentDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    WithdrawEnrollmentDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        enrollments.endWithdrawn(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
