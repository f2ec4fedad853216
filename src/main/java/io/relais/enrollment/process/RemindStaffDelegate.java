package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Remind the staff</em>. */
@Component
class RemindStaffDelegate implements JavaDelegate {

    private final Enrollments enrollments;

    RemindStaffDelegate(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        enrollments.remindStaff(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
