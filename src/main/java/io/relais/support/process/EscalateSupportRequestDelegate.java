package io.relais.support.process;

import io.relais.support.SupportRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Escalate to the provider</em>. */
@Component
class EscalateSupportRequestDelegate implements JavaDelegate {

    private final SupportRequests requests;

    EscalateSupportRequestDelegate(SupportRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariables(requests.escalate(UUID.fromString(execution.getProcessBusinessKey())));
    }
}
