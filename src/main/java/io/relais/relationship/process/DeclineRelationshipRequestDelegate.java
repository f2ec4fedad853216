package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Mark the request as declined</em>. */
@Component
class DeclineRelationshipRequestDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    DeclineRelationshipRequestDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.endDeclined(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
