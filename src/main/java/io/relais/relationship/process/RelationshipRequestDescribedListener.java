package io.relais.relationship.process;

import io.relais.relationship.RelationshipRequests;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Lets <em>Describe the relationship request</em> complete only when it is described, and carries on with what the table says. */
@Component
class RelationshipRequestDescribedListener implements TaskListener {

    private final RelationshipRequests requests;

    RelationshipRequestDescribedListener(RelationshipRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID request = UUID.fromString(task.getExecution().getProcessBusinessKey());
        requests.requireDescribed(request);
        task.getExecution().setVariables(requests.variables(request));
        task.getExecution().setVariable(Tasks.HOLDER, task.getAssignee());
    }
}
