package io.relais.order.process;

import io.relais.order.ProposedOrders;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component
class SendProposalBackDelegate implements JavaDelegate {

    private final ProposedOrders proposals;

    SendProposalBackDelegate(ProposedOrders proposals) {
        this.proposals = proposals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        proposals.sendBack(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
