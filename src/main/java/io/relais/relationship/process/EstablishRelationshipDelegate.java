package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Establish the relationship</em>. */
@Component
class EstablishRelationshipDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    EstablishRelationshipDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.establish(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
