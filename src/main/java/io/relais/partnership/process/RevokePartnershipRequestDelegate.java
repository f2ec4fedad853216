package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Revoke the partnership request</em>. */
@Component
class RevokePartnershipRequestDelegate implements JavaDelegate {

    private final PartnershipRequests requests;

    RevokePartnershipRequestDelegate(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.endRevoked(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
