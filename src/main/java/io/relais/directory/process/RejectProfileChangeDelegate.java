package io.relais.directory.process;

import io.relais.directory.Directory;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Reject the profile change</em>. */
@Component
class RejectProfileChangeDelegate implements JavaDelegate {

    private final Directory directory;

    RejectProfileChangeDelegate(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void execute(DelegateExecution execution) {
        directory.reject(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
