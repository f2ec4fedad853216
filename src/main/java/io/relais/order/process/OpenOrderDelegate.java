package io.relais.order.process;

import io.relais.order.OrderProcess;
import io.relais.order.Orders;
import io.relais.tasks.Tasks;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** Gives a case its draft, and its first task to the person who started it, in the workspace or in Tasklist. */
@Component
class OpenOrderDelegate implements JavaDelegate {

    private final Orders orders;

    OpenOrderDelegate(Orders orders) {
        this.orders = orders;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Authentication caller =
                execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
        if (caller != null && caller.getUserId() != null) {
            execution.setVariable(Tasks.HOLDER, caller.getUserId());
        }
        Orders.Opened opened = orders.openDraft(
                execution.getProcessDefinitionId().split(":")[0], execution.getProcessBusinessKey(), (String)
                        execution.getVariable(Tasks.HOLDER));
        execution.setProcessBusinessKey(opened.orderId().toString());
        execution.setVariable(OrderProcess.INTENT, opened.intent());
        execution.setVariable(OrderProcess.RESELLER_NAME, opened.resellerName());
        execution.setVariable(
                OrderProcess.COMPANY_NAME,
                Optional.ofNullable(opened.companyName()).orElse("…"));
    }
}
