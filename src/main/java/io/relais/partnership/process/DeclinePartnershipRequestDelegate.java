package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Mark the request as declined</em>. */
@Component
class DeclinePartnershipRequestDelegate implements JavaDelegate {

    private final PartnershipRequests requests;

    DeclinePartnershipRequestDelegate(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.endDeclined(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
