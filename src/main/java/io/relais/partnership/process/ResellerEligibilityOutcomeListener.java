package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequestProcess;
import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** After <em>Check eligibility</em>: records what the decision table found, and tells the gateway whether that is nothing. */
@Component
class ResellerEligibilityOutcomeListener implements ExecutionListener {

    /** Where the engine leaves the result of a decision for listeners; it is never stored. */
    private static final String RESULT = "decisionResult";

    private final PartnershipRequests requests;

    ResellerEligibilityOutcomeListener(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateExecution execution) {
        DmnDecisionResult obstacles = (DmnDecisionResult) execution.getVariable(RESULT);
        UUID request = UUID.fromString(execution.getProcessBusinessKey());
        execution.setVariable(
                PartnershipRequestProcess.ELIGIBLE, requests.checked(request, obstacles.collectEntries("obstacle")));
    }
}
