package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Before <em>Check eligibility</em>: gives the decision table its facts, from the tables and only for this step. */
@Component
class ResellerEligibilityFactsListener implements ExecutionListener {

    private final PartnershipRequests requests;

    ResellerEligibilityFactsListener(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateExecution execution) {
        execution.setVariablesLocal(requests.facts(UUID.fromString(execution.getProcessBusinessKey())));
    }
}
