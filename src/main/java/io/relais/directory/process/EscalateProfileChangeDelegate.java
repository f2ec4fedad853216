package io.relais.directory.process;

import io.relais.directory.Directory;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Escalate the profile change</em>. */
@Component
class EscalateProfileChangeDelegate implements JavaDelegate {

    private final Directory directory;

    EscalateProfileChangeDelegate(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void execute(DelegateExecution execution) {
        directory.escalate(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
