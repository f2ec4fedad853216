package io.relais.tasks.web;

import io.relais.tasks.TaskNames;
import java.util.Map;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * The two forms that Camunda Tasklist embeds: one for every task ({@code camunda:formKey="embedded:/forms/task.html"}) and one for starting
 * a process. Rendered by the server, so that their few words come from the messages files in the language of the page that they show; the
 * names around them come from there, too.
 */
@Controller
@PreAuthorize("hasAuthority('WORK_ON_TASKS')")
class TasklistFormController {

    private final TaskNames names;

    TasklistFormController(TaskNames names) {
        this.names = names;
    }

    @GetMapping("/forms/task.html")
    String task() {
        return "tasks/task-form";
    }

    @GetMapping("/forms/start.html")
    String start() {
        return "tasks/start-form";
    }

    /** What Tasklist calls processes, tasks and filters in another language than English. */
    @GetMapping("/forms/names")
    @ResponseBody
    Map<String, Map<String, String>> names() {
        return names.inTasklist();
    }
}
