package io.relais.security;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lists that Tasklist shows at its left. They follow the signed-in person's groups and so serve every role. Tasklist shows a filter's
 * name as it stands in the database, in one language only. Created when missing; what an administrator changed in them stays.
 */
@Component
class TasklistFilters {

    private static final List<Map<String, String>> SHOWN = List.of(
            Map.of("name", "resellerName", "label", "Reseller"),
            Map.of("name", "companyName", "label", "Customer"),
            Map.of("name", "deadline", "label", "Deadline"));

    private final FilterService filterService;
    private final TaskService taskService;
    private final EngineGrants grants;

    TasklistFilters(FilterService filterService, TaskService taskService, EngineGrants grants) {
        this.filterService = filterService;
        this.taskService = taskService;
        this.grants = grants;
    }

    @Transactional
    public void setUp() {
        filter("My tasks", "Tasks that I hold", -10, query().taskAssigneeExpression("${currentUser()}"));
        filter(
                "My group’s tasks",
                "Tasks that nobody holds and that I may claim",
                0,
                query().taskCandidateGroupInExpression("${currentUserGroups()}"));
        filter(
                "All tasks of my groups",
                "Tasks of my groups, whoever holds them",
                10,
                query().taskCandidateGroupInExpression("${currentUserGroups()}").includeAssignedTasks());
    }

    private TaskQuery query() {
        return taskService.createTaskQuery().active();
    }

    private void filter(String name, String description, int priority, TaskQuery query) {
        Filter filter = filterService.createTaskFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("description", description);
            properties.put("priority", priority);
            properties.put("refresh", true);
            properties.put("showUndefinedVariable", false);
            properties.put("variables", SHOWN);
            filter = filterService.saveFilter(filterService
                    .newTaskFilter(name)
                    .setQuery(query.orderByTaskCreateTime().desc())
                    .setProperties(properties));
        }
        grants.grantFilter(filter.getId());
    }
}
