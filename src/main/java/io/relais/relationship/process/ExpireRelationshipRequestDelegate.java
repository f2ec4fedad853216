package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Mark the request as expired</em>. */
@Component
class ExpireRelationshipRequestDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    ExpireRelationshipRequestDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.expire(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
