package io.relais.order.process;

import io.relais.order.ProposedOrders;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component
class WithdrawProposalDelegate implements JavaDelegate {

    private final ProposedOrders proposals;

    WithdrawProposalDelegate(ProposedOrders proposals) {
        this.proposals = proposals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        proposals.withdrawn(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
