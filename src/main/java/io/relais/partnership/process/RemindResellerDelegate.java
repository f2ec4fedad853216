package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Remind the reseller</em>. */
@Component
class RemindResellerDelegate implements JavaDelegate {

    private final PartnershipRequests requests;

    RemindResellerDelegate(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.remind(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
