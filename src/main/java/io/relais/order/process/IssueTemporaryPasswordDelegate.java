package io.relais.order.process;

import io.relais.order.NewCustomerOrderProcess;
import io.relais.order.Orders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Puts into the process only until when the password waits, never the password. */
@Component
class IssueTemporaryPasswordDelegate implements JavaDelegate {

    private final Orders orders;

    IssueTemporaryPasswordDelegate(Orders orders) {
        this.orders = orders;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Instant deadline = orders.openAdminAccount(UUID.fromString(execution.getProcessBusinessKey()));
        execution.setVariable(
                NewCustomerOrderProcess.DEADLINE,
                deadline.truncatedTo(ChronoUnit.MINUTES).toString());
    }
}
