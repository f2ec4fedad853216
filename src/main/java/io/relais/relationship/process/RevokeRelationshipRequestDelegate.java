package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Revoke the relationship request</em>. */
@Component
class RevokeRelationshipRequestDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    RevokeRelationshipRequestDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.endRevoked(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
