package io.relais.order.process;

import io.relais.order.NewCustomerOrderProcess;
import io.relais.order.Orders;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Stands at the end of every step: lets it pass only if its page's work is done, and says from the tables what comes next. */
@Component
class OrderStepListener implements TaskListener {

    private final Orders orders;

    OrderStepListener(Orders orders) {
        this.orders = orders;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID orderId = UUID.fromString(task.getExecution().getProcessBusinessKey());
        Orders.StepOutcome outcome = orders.stepCompleted(orderId, task.getTaskDefinitionKey());
        task.getExecution().setVariable(Tasks.HOLDER, task.getAssignee());
        task.getExecution().setVariable(NewCustomerOrderProcess.INTENT, outcome.intent());
        task.getExecution().setVariable(NewCustomerOrderProcess.COMPANY_NAME, outcome.companyName());
        task.getExecution().setVariable(NewCustomerOrderProcess.RESELLER_NAME, outcome.resellerName());
    }
}
