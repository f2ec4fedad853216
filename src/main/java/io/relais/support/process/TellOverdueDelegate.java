package io.relais.support.process;

import io.relais.support.SupportRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Tell that the answer is overdue</em>. */
@Component
class TellOverdueDelegate implements JavaDelegate {

    private final SupportRequests requests;

    TellOverdueDelegate(SupportRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.tellOverdue(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
