package io.relais.support.process;

import io.relais.support.SupportRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Before <em>Route the support request</em>: gives the decision table its facts, from the tables and only for this step. */
@Component
class SupportRoutingFactsListener implements ExecutionListener {

    private final SupportRequests requests;

    SupportRoutingFactsListener(SupportRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateExecution execution) {
        execution.setVariablesLocal(requests.routingFacts(UUID.fromString(execution.getProcessBusinessKey())));
    }
}
