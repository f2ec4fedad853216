package io.relais.partnership.process;

import io.relais.partnership.PartnershipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Send the e-mail</em>; what was sent begins the validity, so the deadline is read afterwards. */
@Component
class SendPartnershipEmailDelegate implements JavaDelegate {

    private final PartnershipRequests requests;

    SendPartnershipEmailDelegate(PartnershipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID request = UUID.fromString(execution.getProcessBusinessKey());
        requests.sendMail(request);
        execution.setVariables(requests.variables(request));
    }
}
