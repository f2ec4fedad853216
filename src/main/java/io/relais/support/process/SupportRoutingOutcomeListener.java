package io.relais.support.process;

import io.relais.support.SupportRequestProcess;
import io.relais.support.SupportRequests;
import java.util.UUID;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** After <em>Route the support request</em>: records who works on it, and tells the gateway. */
@Component
class SupportRoutingOutcomeListener implements ExecutionListener {

    /** Where the engine leaves the result of a decision for listeners; it is never stored. */
    private static final String RESULT = "decisionResult";

    private final SupportRequests requests;

    SupportRoutingOutcomeListener(SupportRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateExecution execution) {
        DmnDecisionResult decided = (DmnDecisionResult) execution.getVariable(RESULT);
        String handler = decided.getSingleResult().getEntry(SupportRequestProcess.HANDLER);
        execution.setVariables(requests.routed(UUID.fromString(execution.getProcessBusinessKey()), handler));
    }
}
