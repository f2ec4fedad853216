package io.relais.directory.process;

import io.relais.directory.Directory;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Lets a change be submitted, first or again, only when it can be, and carries on with what the table says. */
@Component
class ProfileChangeSubmittedListener implements TaskListener {

    private final Directory directory;

    ProfileChangeSubmittedListener(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID change = UUID.fromString(task.getExecution().getProcessBusinessKey());
        task.getExecution().setVariables(directory.submitted(change));
        task.getExecution().setVariable(Tasks.HOLDER, task.getAssignee());
    }
}
