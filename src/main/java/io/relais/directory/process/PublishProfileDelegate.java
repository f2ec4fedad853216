package io.relais.directory.process;

import io.relais.directory.Directory;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Publish the profile</em>. */
@Component
class PublishProfileDelegate implements JavaDelegate {

    private final Directory directory;

    PublishProfileDelegate(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void execute(DelegateExecution execution) {
        directory.publish(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
