package io.relais.support.process;

import io.relais.support.SupportRequests;
import io.relais.tasks.StepIncompleteException;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** When <em>Answer the support request</em> is completed: tells the gateways what was done, and refuses if nothing was. */
@Component
class SupportRequestAnsweredListener implements TaskListener {

    private final SupportRequests requests;

    SupportRequestAnsweredListener(SupportRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID request = UUID.fromString(task.getExecution().getProcessBusinessKey());
        task.getExecution()
                .setVariables(requests.answered(request)
                        .orElseThrow(
                                () -> new StepIncompleteException("Support request " + request + " is not answered")));
    }
}
