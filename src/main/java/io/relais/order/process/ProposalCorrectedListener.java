package io.relais.order.process;

import io.relais.order.ProposedOrders;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

@Component
class ProposalCorrectedListener implements ExecutionListener {

    private final ProposedOrders proposals;

    ProposalCorrectedListener(ProposedOrders proposals) {
        this.proposals = proposals;
    }

    @Override
    public void notify(DelegateExecution execution) {
        proposals.sentAgain(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
