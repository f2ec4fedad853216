package io.relais.relationship;

import io.relais.invitation.RequestProcess;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.stereotype.Component;

/** What must match {@code bpmn/reseller-relationship/reseller-relationship.bpmn}. */
@Component
public class ResellerRelationshipProcess extends RequestProcess {

    public static final String KEY = "reseller-relationship";

    public static final String STEP_DESCRIBE = "UserTask_DescribeRelationshipRequest";
    public static final String STEP_SEND = "UserTask_SendRelationshipRequest";
    public static final String STEP_SEND_AGAIN = "UserTask_SendRelationshipRequestAgain";

    static final String MESSAGE_ANSWERED = "reseller-relationship-answered";
    static final String MESSAGE_DECLINED = "reseller-relationship-declined";
    static final String MESSAGE_RESEND = "reseller-relationship-resend-requested";
    static final String MESSAGE_REVOKED = "reseller-relationship-revoked";

    /** The customer's company: shown in task names and by Tasklist's filters. */
    public static final String COMPANY_NAME = "companyName";
    /** Read by a gateway: whether nothing stands in the way of the relationship. */
    public static final String ACCEPTABLE = "acceptable";

    ResellerRelationshipProcess(ProcessEngine engine) {
        super(
                new Names(
                        KEY,
                        STEP_DESCRIBE,
                        STEP_SEND,
                        STEP_SEND_AGAIN,
                        COMPANY_NAME,
                        MESSAGE_ANSWERED,
                        MESSAGE_DECLINED,
                        MESSAGE_RESEND,
                        MESSAGE_REVOKED),
                engine);
    }
}
