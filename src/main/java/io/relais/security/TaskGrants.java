package io.relais.security;

import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.task.Task;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The engine grants every task anew to its holder and to each candidate group, in rows that live as long as the task. Where the process
 * grants the work on all its tasks to a group already ({@link EngineGrants}), those rows would say nothing new and are left out. Whoever
 * gets a task from outside these groups gets its own row, as ever.
 */
class TaskGrants extends DefaultAuthorizationProvider {

    @Override
    public AuthorizationEntity[] newTaskGroupIdentityLink(Task task, String group, String type) {
        return workers(task).contains(group) ? null : super.newTaskGroupIdentityLink(task, group, type);
    }

    @Override
    public AuthorizationEntity[] newTaskAssignee(Task task, String before, String holder) {
        Set<String> workers = workers(task);
        return holder != null && !workers.isEmpty() && isMember(holder, workers)
                ? null
                : super.newTaskAssignee(task, before, holder);
    }

    /** The groups that {@link EngineGrants} lets work on every task of the process. */
    private static Set<String> workers(Task task) {
        return ((DelegateTask) task).getExecution() instanceof ExecutionEntity execution
                ? execution.getProcessDefinition().getCandidateStarterGroupIdExpressions().stream()
                        .map(group -> group.getExpressionText())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static boolean isMember(String person, Set<String> groups) {
        Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
        if (signedIn != null && person.equals(signedIn.getName())) {
            return signedIn.getAuthorities().stream()
                    .map(GrantedAuthority::getAuthority)
                    .anyMatch(role -> role.startsWith("ROLE_") && groups.contains(role.substring("ROLE_".length())));
        }
        CommandContext engine = Context.getCommandContext();
        return engine.getReadOnlyIdentityProvider()
                        .createGroupQuery(engine)
                        .groupMember(person)
                        .groupIdIn(groups.toArray(String[]::new))
                        .count()
                > 0;
    }
}
