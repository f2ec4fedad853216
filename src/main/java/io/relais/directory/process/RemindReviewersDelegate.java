package io.relais.directory.process;

import io.relais.directory.Directory;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Remind the reviewers</em>. */
@Component
class RemindReviewersDelegate implements JavaDelegate {

    private final Directory directory;

    RemindReviewersDelegate(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void execute(DelegateExecution execution) {
        directory.remind(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
