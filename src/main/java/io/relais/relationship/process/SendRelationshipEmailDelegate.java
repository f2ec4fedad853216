package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Send the e-mail</em>; what was sent begins the validity, so the deadline is read afterwards. */
@Component
class SendRelationshipEmailDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    SendRelationshipEmailDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID request = UUID.fromString(execution.getProcessBusinessKey());
        requests.sendMail(request);
        execution.setVariables(requests.variables(request));
    }
}
