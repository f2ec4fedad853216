package io.relais.order.process;

import io.relais.order.Orders;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

@Component
class DiscardOrderDelegate implements JavaDelegate {

    private final Orders orders;

    DiscardOrderDelegate(Orders orders) {
        this.orders = orders;
    }

    @Override
    public void execute(DelegateExecution execution) {
        orders.discard(UUID.fromString(execution.getProcessBusinessKey()));
    }
}
