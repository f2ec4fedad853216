package io.relais.tasks.web;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The two forms that Camunda Tasklist embeds: one for every task ({@code camunda:formKey="embedded:/forms/task.html"}) and one for starting
 * a process. Rendered by the server, so that their few words come from the messages files in the language of the page that they show.
 */
@Controller
@PreAuthorize("hasAuthority('WORK_ON_TASKS')")
class TasklistFormController {

    @GetMapping("/forms/task.html")
    String task() {
        return "tasks/task-form";
    }

    @GetMapping("/forms/start.html")
    String start() {
        return "tasks/start-form";
    }
}
