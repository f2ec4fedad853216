package io.relais.order;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** All that must match {@code bpmn/add-subscription/add-subscription.bpmn}. */
@Component
public class AddSubscriptionProcess extends OrderProcess {

    public static final String KEY = "add-subscription";

    public static final String CHOOSE_CUSTOMER = "UserTask_ChooseCustomer";

    public static final String CANCELLED_MESSAGE = "add-subscription-cancelled";

    AddSubscriptionProcess(RuntimeService runtimeService, ManagementService managementService) {
        super(OrderKind.EXISTING_CUSTOMER, KEY, CANCELLED_MESSAGE, runtimeService, managementService);
    }
}
