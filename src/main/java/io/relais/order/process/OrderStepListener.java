package io.relais.order.process;

import io.relais.order.OrderProcess;
import io.relais.order.Orders;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.variable.Variables;
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
        set(task.getExecution(), Tasks.HOLDER, task.getAssignee());
        set(task.getExecution(), OrderProcess.INTENT, outcome.intent());
        outcome.shown().ifPresent(shown -> {
            set(task.getExecution(), OrderProcess.COMPANY_NAME, shown.companyName());
            set(task.getExecution(), OrderProcess.RESELLER_NAME, shown.resellerName());
        });
    }

    /** Stores what changed only; every variable that is stored costs a statement. */
    private static void set(DelegateExecution execution, String name, String value) {
        if (!Variables.stringValue(value).equals(execution.getVariableTyped(name, false))) {
            execution.setVariable(name, value);
        }
    }
}
