package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import io.relais.relationship.ResellerRelationshipProcess;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** <em>Check the acceptance</em>, and tell the gateway whether nothing stands in the way. */
@Component
class CheckRelationshipAcceptanceDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    CheckRelationshipAcceptanceDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(
                ResellerRelationshipProcess.ACCEPTABLE,
                requests.check(UUID.fromString(execution.getProcessBusinessKey())));
    }
}
