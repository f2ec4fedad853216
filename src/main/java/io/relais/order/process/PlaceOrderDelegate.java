package io.relais.order.process;

import io.relais.order.Orders;
import java.util.UUID;
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
        orders.place(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
