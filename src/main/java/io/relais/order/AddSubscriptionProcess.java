package io.relais.order;

import io.relais.tasks.Tasks;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** All that must match {@code bpmn/add-subscription/add-subscription.bpmn}. */
@Component
public class AddSubscriptionProcess extends OrderProcess {

    public static final String KEY = "add-subscription";

    public static final String CHOOSE_CUSTOMER = "UserTask_ChooseCustomer";

    public static final String CANCELLED_MESSAGE = "add-subscription-cancelled";

    static final String PROPOSAL_CORRECTED_MESSAGE = "add-subscription-proposal-corrected";
    static final String PROPOSAL_WITHDRAWN_MESSAGE = "add-subscription-proposal-withdrawn";

    /** What a reseller proposes, in few words that tell its task from others; absent where none does. */
    public static final String PROPOSED = "proposed";

    private final RuntimeService runtimeService;

    AddSubscriptionProcess(RuntimeService runtimeService, ManagementService managementService) {
        super(OrderKind.EXISTING_CUSTOMER, KEY, CANCELLED_MESSAGE, runtimeService, managementService);
        this.runtimeService = runtimeService;
    }

    /**
     * A reseller proposes this order: it waits at Review for whoever takes it.
     *
     * @param proposed see {@link #PROPOSED}
     */
    void propose(UUID orderId, String proposed) {
        runtimeService
                .createProcessInstanceByKey(KEY)
                .businessKey(orderId.toString())
                .setVariable(Tasks.HOLDER, null)
                .setVariable(PROPOSED, proposed)
                .execute();
    }

    /** The reseller has corrected it: it waits at Review again, for whoever takes it. */
    void proposeAgain(UUID orderId, String proposed) {
        runtimeService
                .createMessageCorrelation(PROPOSAL_CORRECTED_MESSAGE)
                .processInstanceBusinessKey(orderId.toString())
                .setVariable(Tasks.HOLDER, null)
                .setVariable(PROPOSED, proposed)
                .correlate();
    }

    void withdraw(UUID orderId) {
        runtimeService
                .createMessageCorrelation(PROPOSAL_WITHDRAWN_MESSAGE)
                .processInstanceBusinessKey(orderId.toString())
                .correlate();
    }
}
