package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * <em>Open the relationship request</em>: every instance works on a draft of its own, made here, wherever it was started: on the page, with
 * Tasklist's <em>Start process</em>, or through the REST API. A business key that came with the start is not kept, so that nobody can
 * point a second instance at somebody's request.
 */
@Component
class OpenRelationshipRequestDelegate implements JavaDelegate {

    private final RelationshipRequests requests;

    OpenRelationshipRequestDelegate(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String holder = requests.actingPerson().orElseGet(() -> (String) execution.getVariable(Tasks.HOLDER));
        UUID request = requests.open(holder);
        execution.setProcessBusinessKey(request.toString());
        execution.setVariable(Tasks.HOLDER, holder);
        execution.setVariables(requests.variables(request));
    }
}
