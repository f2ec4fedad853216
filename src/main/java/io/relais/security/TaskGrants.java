package io.relais.security;

import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.task.Task;

/**
 * The engine grants every task anew to each of its candidate groups, in rows that live as long as the task. Where the process grants the
 * work on all its tasks to a group already ({@link EngineGrants}), those rows would say nothing new and are left out. The row of a task's
 * holder stays: Tasklist opens a started case's first task by it.
 */
class TaskGrants extends DefaultAuthorizationProvider {

    @Override
    public AuthorizationEntity[] newTaskGroupIdentityLink(Task task, String group, String type) {
        return workers(task).contains(group) ? null : super.newTaskGroupIdentityLink(task, group, type);
    }

    /** The groups that {@link EngineGrants} lets work on every task of the process. */
    private static Set<String> workers(Task task) {
        return ((DelegateTask) task).getExecution() instanceof ExecutionEntity execution
                ? execution.getProcessDefinition().getCandidateStarterGroupIdExpressions().stream()
                        .map(group -> group.getExpressionText())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
