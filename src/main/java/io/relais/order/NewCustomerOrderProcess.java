package io.relais.order;

import io.relais.tasks.Tasks;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/**
 * All that must match {@code bpmn/new-customer-order/new-customer-order.bpmn}. The business key is the order's id. Variables: who works on
 * the case, what the last step's person wants next, and the names and the deadline that Tasklist shows; everything else is in the tables.
 */
@Component
public class NewCustomerOrderProcess {

    public static final String KEY = "new-customer-order";

    public static final String ENTER_DETAILS = "UserTask_EnterCustomerDetails";
    public static final String CHOOSE_SUBSCRIPTIONS = "UserTask_ChooseSubscriptions";
    public static final String REVIEW_ORDER = "UserTask_ReviewOrder";
    public static final String HAND_OVER = "UserTask_HandOverSignInData";

    public static final String CANCELLED_MESSAGE = "new-customer-order-cancelled";
    public static final String ORDER_REFUSED = "order-refused";

    public static final String INTENT = "intent";
    public static final String COMPANY_NAME = "companyName";
    public static final String RESELLER_NAME = "resellerName";
    public static final String DEADLINE = "deadline";

    private final RuntimeService runtimeService;
    private final ManagementService managementService;

    NewCustomerOrderProcess(RuntimeService runtimeService, ManagementService managementService) {
        this.runtimeService = runtimeService;
        this.managementService = managementService;
    }

    void start(UUID orderId, String person) {
        runtimeService
                .createProcessInstanceByKey(KEY)
                .businessKey(orderId.toString())
                .setVariable(Tasks.HOLDER, person)
                .execute();
    }

    /** Whether a case works on this order. One that is being started at this moment does not count. */
    boolean runs(UUID orderId) {
        return runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(orderId.toString(), KEY)
                        .count()
                > 0;
    }

    void cancel(UUID orderId) {
        runtimeService
                .createMessageCorrelation(CANCELLED_MESSAGE)
                .processInstanceBusinessKey(orderId.toString())
                .correlate();
    }

    /** Whether a step of this order failed so often that it waits for an operator. */
    boolean waitsForOperator(UUID orderId) {
        return runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(orderId.toString(), KEY)
                        .withIncident()
                        .count()
                > 0;
    }

    /** The orders of which a step failed so often that it waits for an operator. */
    List<UUID> waitingForOperator(int atMost) {
        return runtimeService
                .createProcessInstanceQuery()
                .processDefinitionKey(KEY)
                .withIncident()
                .listPage(0, atMost)
                .stream()
                .map(instance -> UUID.fromString(instance.getBusinessKey()))
                .toList();
    }

    /** Runs the waiting step of an order now, in this thread, instead of leaving it to the engine's job executor. */
    void placeNow(UUID orderId) {
        String instance = runtimeService
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(orderId.toString(), KEY)
                .singleResult()
                .getId();
        managementService
                .createJobQuery()
                .processInstanceId(instance)
                .messages()
                .list()
                .forEach(job -> managementService.executeJob(job.getId()));
    }
}
