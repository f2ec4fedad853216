package io.relais.enrollment.process;

import io.relais.enrollment.Enrollments;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Lets <em>Verify the reseller</em> complete only when it is decided, and carries on with what the table says. */
@Component
class EnrollmentDecidedListener implements TaskListener {

    private final Enrollments enrollments;

    EnrollmentDecidedListener(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID enrollment = UUID.fromString(task.getExecution().getProcessBusinessKey());
        enrollments.requireDecided(enrollment);
        task.getExecution().setVariables(enrollments.variables(enrollment));
        task.getExecution().setVariable(Tasks.HOLDER, task.getAssignee());
    }
}
