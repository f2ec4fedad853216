package io.relais.partnership;

import io.relais.invitation.RequestProcess;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.stereotype.Component;

/** What must match {@code bpmn/partnership-request/partnership-request.bpmn}. */
@Component
public class PartnershipRequestProcess extends RequestProcess {

    public static final String KEY = "partnership-request";
    public static final String DECISION = "reseller-eligibility";

    public static final String STEP_DESCRIBE = "UserTask_DescribePartnershipRequest";
    public static final String STEP_SEND = "UserTask_SendPartnershipRequest";
    public static final String STEP_SEND_AGAIN = "UserTask_SendPartnershipRequestAgain";

    static final String MESSAGE_ANSWERED = "partnership-request-answered";
    static final String MESSAGE_DECLINED = "partnership-request-declined";
    static final String MESSAGE_RESEND = "partnership-request-resend-requested";
    static final String MESSAGE_REVOKED = "partnership-request-revoked";

    /** The reseller's company: shown in task names and by Tasklist's filters. */
    public static final String RESELLER_NAME = "resellerName";
    /** Read by a gateway: whether nothing stands in the way of the partnership. */
    public static final String ELIGIBLE = "eligible";

    PartnershipRequestProcess(ProcessEngine engine) {
        super(
                new Names(
                        KEY,
                        STEP_DESCRIBE,
                        STEP_SEND,
                        STEP_SEND_AGAIN,
                        RESELLER_NAME,
                        MESSAGE_ANSWERED,
                        MESSAGE_DECLINED,
                        MESSAGE_RESEND,
                        MESSAGE_REVOKED),
                engine);
    }
}
