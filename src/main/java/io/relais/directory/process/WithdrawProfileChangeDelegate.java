package io.relais.directory.process;

import io.relais.directory.Directory;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Withdraw the profile change</em>. */
@Component
class WithdrawProfileChangeDelegate implements JavaDelegate {

    private final Directory directory;

    WithdrawProfileChangeDelegate(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void execute(DelegateExecution execution) {
        directory.endWithdrawn(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
