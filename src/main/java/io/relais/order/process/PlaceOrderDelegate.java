package io.relais.order.process;

import io.relais.order.OrderProcess;
import io.relais.order.OrderRefusedException;
import io.relais.order.Orders;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component
class PlaceOrderDelegate implements JavaDelegate {

    private final Orders orders;

    PlaceOrderDelegate(Orders orders) {
        this.orders = orders;
    }

    @Override
    public void execute(DelegateExecution execution) {
        try {
            orders.place(UUID.fromString(execution.getProcessBusinessKey()));
        } catch (OrderRefusedException refused) {
            throw new BpmnError(OrderProcess.ORDER_REFUSED, refused.getMessage());
        }
    }
}
