package io.relais.support.process;

import io.relais.support.SupportRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Close the support request</em>. */
@Component
class CloseSupportRequestDelegate implements JavaDelegate {

    private final SupportRequests requests;

    CloseSupportRequestDelegate(SupportRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.closeByTime(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
