package io.relais.order;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** All that must match {@code bpmn/new-customer-order/new-customer-order.bpmn}. */
@Component
public class NewCustomerOrderProcess extends OrderProcess {

    public static final String KEY = "new-customer-order";

    public static final String ENTER_DETAILS = "UserTask_EnterCustomerDetails";
    public static final String HAND_OVER = "UserTask_HandOverSignInData";

    public static final String CANCELLED_MESSAGE = "new-customer-order-cancelled";

    /** Until when the temporary password waits, as Tasklist shows it. */
    public static final String DEADLINE = "deadline";

    NewCustomerOrderProcess(RuntimeService runtimeService, ManagementService managementService) {
        super(OrderKind.NEW_CUSTOMER, KEY, CANCELLED_MESSAGE, runtimeService, managementService);
    }
}
