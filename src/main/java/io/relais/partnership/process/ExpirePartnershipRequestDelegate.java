package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Mark the request as expired</em>. */
@Component
class ExpirePartnershipRequestDelegate implements JavaDelegate {

    private final PartnershipRequests requests;

    ExpirePartnershipRequestDelegate(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.expire(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
