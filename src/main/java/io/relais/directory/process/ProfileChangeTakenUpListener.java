package io.relais.directory.process;

import io.relais.directory.Directory;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Notes that a reviewer took <em>Review the profile change</em> up. */
@Component
class ProfileChangeTakenUpListener implements TaskListener {

    private final Directory directory;

    ProfileChangeTakenUpListener(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void notify(DelegateTask task) {
        if (task.getAssignee() != null) {
            directory.takenUp(UUID.fromString(task.getExecution().getProcessBusinessKey()));
        }
    }
}
