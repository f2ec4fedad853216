package io.relais.tasks.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relais.tasks.CaseOutcome;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import io.relais.web.Fragments;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.UriUtils;

/** My tasks, and the way from a task to its page: for the workspace, for deep links, and for the form that Tasklist embeds. */
@Controller
@PreAuthorize("hasAuthority('WORK_ON_TASKS')")
class TaskController {

    /** Tells the form in Tasklist which task comes next in the case. */
    static final String NEXT_TASK = "X-Next-Task";

    /** Tells it whether the engine is still at work on the case, so that another task may come soon. */
    static final String CASE_ACTIVE = "X-Case-Active";

    private static final int PAGE_SIZE = 25;

    /** Tells it what has come of a case in which nothing is left to do: UTF-8, percent-encoded. */
    static final String CASE_OUTCOME = "X-Case-Outcome";

    private final Tasks tasks;
    private final List<CaseOutcome> outcomes;

    TaskController(Tasks tasks, ObjectProvider<CaseOutcome> outcomes) {
        this.tasks = tasks;
        this.outcomes = outcomes.orderedStream().toList();
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
    String next(
            @RequestParam("case") String caseId,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Optional<TaskCard> next = tasks.next(caseId);
        if (Fragments.wanted(request)) {
            response.setHeader(NEXT_TASK, next.map(TaskCard::id).orElse(""));
            boolean atWork = next.isEmpty() && tasks.atWork(caseId);
            response.setHeader(CASE_ACTIVE, String.valueOf(atWork));
            if (next.isEmpty() && !atWork) {
                outcome(caseId).ifPresent(text -> response.setHeader(CASE_OUTCOME, UriUtils.encode(text, UTF_8)));
            }
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return null;
        }
        // What was said of the step is still to be read.
        Map<String, ?> said = RequestContextUtils.getInputFlashMap(request);
        if (said != null) {
            said.forEach(redirect::addFlashAttribute);
        }
        return "redirect:"
                + next.map(task -> tasks.page(task.id()))
                        .or(() -> tasks.casePage(caseId))
                        .orElse("/tasks");
    }

    private Optional<String> outcome(String caseId) {
        UUID id;
        try {
            id = UUID.fromString(caseId);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
        return outcomes.stream().flatMap(outcome -> outcome.of(id).stream()).findFirst();
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
