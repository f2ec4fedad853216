package io.relais.directory.process;

import io.relais.directory.Directory;
import io.relais.directory.ProfileChangeProcess;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * <em>Open the profile change</em>: every instance works on a draft of its own, made here, wherever it was started. A business key that came
 * with the start is not kept, so that nobody can point a second instance at somebody's change.
 */
@Component
class OpenProfileChangeDelegate implements JavaDelegate {

    private final Directory directory;

    OpenProfileChangeDelegate(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String holder = directory.actingPerson().orElseThrow();
        UUID change = directory.open(holder);
        execution.setProcessBusinessKey(change.toString());
        execution.setVariable(Tasks.HOLDER, holder);
        execution.setVariable(ProfileChangeProcess.REVIEWER, null);
    }
}
