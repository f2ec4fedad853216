package io.relais.order;

import io.relais.tasks.Tasks;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;

/**
 * What the processes of the two kinds of order have in common: the steps of choosing and reviewing, the refusal, the variables. The
 * business key is the order's id. Variables: who works on the case, what the last step's person wants next, and what Tasklist shows;
 * everything else is in the tables.
 */
public abstract class OrderProcess {

    public static final String CHOOSE_SUBSCRIPTIONS = "UserTask_ChooseSubscriptions";
    public static final String REVIEW_ORDER = "UserTask_ReviewOrder";

    public static final String ORDER_REFUSED = "order-refused";

    public static final String INTENT = "intent";
    public static final String COMPANY_NAME = "companyName";
    public static final String RESELLER_NAME = "resellerName";

    private final OrderKind kind;
    private final String key;
    private final String cancelledMessage;
    private final RuntimeService runtimeService;
    private final ManagementService managementService;

    OrderProcess(
            OrderKind kind,
            String key,
            String cancelledMessage,
            RuntimeService runtimeService,
            ManagementService managementService) {
        this.kind = kind;
        this.key = key;
        this.cancelledMessage = cancelledMessage;
        this.runtimeService = runtimeService;
        this.managementService = managementService;
    }

    OrderKind kind() {
        return kind;
    }

    String key() {
        return key;
    }

    void start(UUID orderId, String person) {
        runtimeService
                .createProcessInstanceByKey(key)
                .businessKey(orderId.toString())
                .setVariable(Tasks.HOLDER, person)
                .execute();
    }

    /** Whether a case works on this order. One that is being started at this moment does not count. */
    boolean runs(UUID orderId) {
        return runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(orderId.toString(), key)
                        .count()
                > 0;
    }

    void cancel(UUID orderId) {
        runtimeService
                .createMessageCorrelation(cancelledMessage)
                .processInstanceBusinessKey(orderId.toString())
                .correlate();
    }

    /** Whether a step of this order failed so often that it waits for an operator. */
    boolean waitsForOperator(UUID orderId) {
        return runtimeService
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(orderId.toString(), key)
                        .withIncident()
                        .count()
                > 0;
    }

    /** The orders of which a step failed so often that it waits for an operator. */
    List<UUID> waitingForOperator(int atMost) {
        return runtimeService
                .createProcessInstanceQuery()
                .processDefinitionKey(key)
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
                .processInstanceBusinessKey(orderId.toString(), key)
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
