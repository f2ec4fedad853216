package io.relais.tasks.web;

import io.relais.tasks.StepNotOpenException;
import io.relais.tasks.TaskNotHeldException;
import io.relais.tasks.Tasks;
import io.relais.web.Fragments;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;

/** What a person sees who comes to a step that is not theirs, or not open any more. */
@ControllerAdvice
class TaskExceptionAdvice {

    private final Tasks tasks;

    TaskExceptionAdvice(Tasks tasks) {
        this.tasks = tasks;
    }

    @ExceptionHandler
    ModelAndView notHeld(TaskNotHeldException refusal, HttpServletRequest request) {
        ModelAndView page = new ModelAndView("tasks/not-held", HttpStatus.CONFLICT);
        page.addObject("task", refusal.task());
        page.addObject("casePage", tasks.casePage(refusal.task().caseId()).orElse(null));
        page.addAllObjects(Fragments.layout(request));
        return page;
    }

    /** Several clicks or people at the same moment: one of them won, the others go where the case stands now, or to their first page. */
    @ExceptionHandler({OptimisticLockingException.class, ConcurrencyFailureException.class})
    String overtaken(HttpServletRequest request) {
        if (request.getServletPath().matches("/(reseller|customer)/.*")) {
            RequestContextUtils.getOutputFlashMap(request).put("notice", "tasks.overtaken");
            return "redirect:/" + request.getServletPath().split("/")[1];
        }
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Object id = variables instanceof Map<?, ?> named ? named.get("id") : null;
        return id == null || request.getServletPath().startsWith("/tasks/")
                ? "redirect:/tasks"
                : "redirect:/tasks/next?case=" + id;
    }

    /** A second click, a back button, a colleague who was faster: go where the case stands now. */
    @ExceptionHandler
    String notOpen(StepNotOpenException gone) {
        return gone.caseId() == null ? "redirect:/tasks" : "redirect:/tasks/next?case=" + gone.caseId();
    }
}
