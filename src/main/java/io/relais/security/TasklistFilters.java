package io.relais.security;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lists that Tasklist shows at its left. They follow the signed-in person's groups and so serve every role. The database has their
 * names in English; Tasklist's script puts the other language in their place. Created when missing; what an administrator changed in them
 * stays.
 */
@Component
class TasklistFilters {

    private static final List<String> SHOWN = List.of("resellerName", "companyName", "deadline");

    private final FilterService filterService;
    private final TaskService taskService;
    private final EngineGrants grants;
    private final MessageSource messages;

    TasklistFilters(FilterService filterService, TaskService taskService, EngineGrants grants, MessageSource messages) {
        this.filterService = filterService;
        this.taskService = taskService;
        this.grants = grants;
        this.messages = messages;
    }

    @Transactional
    public void setUp() {
        filter("tasks.filter.mine", -10, query().taskAssigneeExpression("${currentUser()}"));
        filter("tasks.filter.free", 0, query().taskCandidateGroupInExpression("${currentUserGroups()}"));
        filter(
                "tasks.filter.all",
                10,
                query().taskCandidateGroupInExpression("${currentUserGroups()}").includeAssignedTasks());
    }

    private TaskQuery query() {
        return taskService.createTaskQuery().active();
    }

    private void filter(String key, int priority, TaskQuery query) {
        String name = text(key);
        Filter filter = filterService.createTaskFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("description", text(key + ".help"));
            properties.put("priority", priority);
            properties.put("refresh", true);
            properties.put("showUndefinedVariable", false);
            properties.put(
                    "variables",
                    SHOWN.stream()
                            .map(variable -> Map.of("name", variable, "label", text("tasks.filter.shown." + variable)))
                            .toList());
            filter = filterService.saveFilter(filterService
                    .newTaskFilter(name)
                    .setQuery(query.orderByTaskCreateTime().desc())
                    .setProperties(properties));
        }
        grants.grantFilter(filter.getId());
    }

    private String text(String key) {
        return messages.getMessage(key, null, Locale.ENGLISH);
    }
}
