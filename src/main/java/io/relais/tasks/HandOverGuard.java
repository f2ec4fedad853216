package io.relais.tasks;

import io.relais.audit.AuditTrail;
import io.relais.security.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.persistence.entity.PropertyChange;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Stands at every user task of every process: a task passes from hand to hand only by the hand that holds it, or an operator's. The
 * engine's own permissions let any colleague in the group take a task over in Tasklist, and who holds the last task of an order may
 * reveal a password. Each passing-on leaves its line in the audit trail.
 */
@Component
class HandOverGuard extends AbstractProcessEnginePlugin implements TaskListener {

    private static final List<String> MAY_REASSIGN = List.of(Role.OPERATOR.group(), Role.ADMINISTRATOR.group());

    private final ObjectProvider<AuditTrail> audit;

    HandOverGuard(ObjectProvider<AuditTrail> audit) {
        this.audit = audit;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        BpmnParseListener atEveryUserTask = new AbstractBpmnParseListener() {
            @Override
            public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
                ((UserTaskActivityBehavior) activity.getActivityBehavior())
                        .getTaskDefinition()
                        .addTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, HandOverGuard.this);
            }
        };
        List<BpmnParseListener> listeners = configuration.getCustomPreBPMNParseListeners() == null
                ? new ArrayList<>()
                : new ArrayList<>(configuration.getCustomPreBPMNParseListeners());
        listeners.add(atEveryUserTask);
        configuration.setCustomPreBPMNParseListeners(listeners);
    }

    @Override
    public void notify(DelegateTask task) {
        PropertyChange change = ((TaskEntity) task).getPropertyChanges().get(TaskEntity.ASSIGNEE);
        String before = change == null ? null : change.getOrgValueString();
        if (before == null || Objects.equals(before, task.getAssignee())) {
            return;
        }
        Authentication caller =
                task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
        if (caller != null && !before.equals(caller.getUserId()) && !mayReassign(caller)) {
            throw new AuthorizationException("Task " + task.getId() + " is held by " + before
                    + ". Only its holder or an operator can hand it over.");
        }
        audit.getObject().record("hand_over_task", "case", caseId(task), before, task.getAssignee());
    }

    /** The business key of our own processes is an id; that of others may be anything, so their instance stands for them. */
    private static UUID caseId(DelegateTask task) {
        String businessKey = task.getExecution().getProcessBusinessKey();
        try {
            return UUID.fromString(businessKey == null ? task.getProcessInstanceId() : businessKey);
        } catch (IllegalArgumentException notAnId) {
            return UUID.fromString(task.getProcessInstanceId());
        }
    }

    private static boolean mayReassign(Authentication caller) {
        return caller.getGroupIds() != null && caller.getGroupIds().stream().anyMatch(MAY_REASSIGN::contains);
    }
}
