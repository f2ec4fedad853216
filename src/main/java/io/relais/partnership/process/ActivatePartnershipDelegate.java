package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Activate the partnership</em>. */
@Component
class ActivatePartnershipDelegate implements JavaDelegate {

    private final PartnershipRequests requests;

    ActivatePartnershipDelegate(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.activate(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
