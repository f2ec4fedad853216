package io.relais.directory.process;

import io.relais.directory.Decision;
import io.relais.directory.Directory;
import io.relais.directory.ProfileChangeProcess;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Hands what stands in the form to the face, which judges it, and carries on with the decision; the comment is no variable any more. */
@Component
class ProfileChangeReviewedListener implements TaskListener {

    private final Directory directory;

    ProfileChangeReviewedListener(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void notify(DelegateTask task) {
        Decision decision = directory.decided(
                UUID.fromString(task.getExecution().getProcessBusinessKey()),
                text(task.getVariable(ProfileChangeProcess.DECISION)),
                text(task.getVariable(ProfileChangeProcess.COMMENT)));
        task.removeVariable(ProfileChangeProcess.COMMENT);
        task.getExecution().setVariable(ProfileChangeProcess.DECISION, decision.name());
        task.getExecution().setVariable(ProfileChangeProcess.REVIEWER, task.getAssignee());
    }

    /** The REST API lets anything be sent. */
    private static String text(Object value) {
        return value instanceof String text ? text : null;
    }
}
