package io.relais.order.process;

import io.relais.order.AddSubscriptionProcess;
import io.relais.tasks.Tasks;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Tells the reviews of what resellers propose for the same customer apart by what they propose. */
@Component
class ProposalNameListener implements TaskListener {

    @Override
    public void notify(DelegateTask task) {
        if (task.getExecution().getVariable(AddSubscriptionProcess.PROPOSED) instanceof String proposed) {
            task.setName(Tasks.shortened(task.getName() + " · " + proposed));
        }
    }
}
