package io.relais.tasks.web;

import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import io.relais.web.Fragments;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** My tasks, and the way from a task to its page: for the workspace, for deep links, and for the form that Tasklist embeds. */
@Controller
@PreAuthorize("hasAuthority('WORK_ON_TASKS')")
class TaskController {

    /** Tells the form in Tasklist which task comes next in the case. */
    static final String NEXT_TASK = "X-Next-Task";

    /** Tells it whether the engine is still at work on the case, so that another task may come soon. */
    static final String CASE_ACTIVE = "X-Case-Active";

    private static final int PAGE_SIZE = 25;

    private final Tasks tasks;

    TaskController(Tasks tasks) {
        this.tasks = tasks;
    }

    @GetMapping("/tasks")
    String list(@RequestParam(defaultValue = "0") int page, Model model) {
        int first = Math.max(page, 0) * PAGE_SIZE;
        List<TaskCard> mine = tasks.mine(first, PAGE_SIZE + 1);
        model.addAttribute("mine", mine.subList(0, Math.min(PAGE_SIZE, mine.size())));
        model.addAttribute("claimable", tasks.claimable(0, PAGE_SIZE));
        model.addAttribute("page", Math.max(page, 0));
        model.addAttribute("more", mine.size() > PAGE_SIZE);
        return "tasks/list";
    }

    /** A task's page, by the engine's task id: where e-mails and Tasklist's form point to. */
    @GetMapping("/tasks/{id}")
    String open(@PathVariable String id) {
        return "redirect:" + tasks.page(id);
    }

    /**
     * Where to go after a step: to the signed-in person's next task in the case, else to the case itself. The form in Tasklist gets the
     * next task's id in a header instead, and an empty one while there is none; another header says whether waiting for one makes sense.
     */
    @GetMapping("/tasks/next")
    String next(@RequestParam("case") String caseId, HttpServletRequest request, HttpServletResponse response) {
        Optional<TaskCard> next = tasks.next(caseId);
        if (Fragments.wanted(request)) {
            response.setHeader(NEXT_TASK, next.map(TaskCard::id).orElse(""));
            response.setHeader(CASE_ACTIVE, String.valueOf(next.isEmpty() && tasks.atWork(caseId)));
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return null;
        }
        return "redirect:"
                + next.map(task -> tasks.page(task.id()))
                        .or(() -> tasks.casePage(caseId))
                        .orElse("/tasks");
    }

    @PostMapping("/tasks/{id}/claim")
    String claim(@PathVariable String id) {
        tasks.claim(id);
        return "redirect:/tasks/" + id;
    }

    @GetMapping("/tasks/{id}/hand-over")
    String chooseColleague(@PathVariable String id, Model model) {
        model.addAttribute("taskId", id);
        model.addAttribute("page", tasks.page(id));
        model.addAttribute("colleagues", tasks.colleagues(id));
        return "tasks/hand-over";
    }

    @PostMapping("/tasks/{id}/hand-over")
    String handOver(
            @PathVariable String id,
            @RequestParam String colleague,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        if (tasks.colleagues(id).stream().noneMatch(user -> user.getId().equals(colleague))) {
            // Meanwhile left the group: choose among those who are still there.
            response.setStatus(422);
            return chooseColleague(id, model);
        }
        tasks.handOver(id, colleague);
        redirect.addFlashAttribute("notice", "tasks.handedOver");
        redirect.addFlashAttribute("noticeArgs", new Object[] {colleague});
        return "redirect:/tasks";
    }
}
