package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Remind the customer</em>. */
@Component
class RemindCustomerDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    RemindCustomerDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.remind(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
