package io.relais.tasks;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The names of tasks in the reader's language. The process model speaks English; a step with a message {@code tasks.step.<its key>} is
 * called by it, others as in the model.
 */
@Component
public class TaskNames {

    private final MessageSource messages;

    TaskNames(MessageSource messages) {
        this.messages = messages;
    }

    public String of(TaskCard task) {
        String step = messages.getMessage("tasks.step." + task.step(), null, null, LocaleContextHolder.getLocale());
        if (step == null) {
            return task.name();
        }
        return task.subject().isEmpty() ? step : step + " – " + task.subject();
    }

    /** A process's name by the message {@code tasks.process.<its key>}; others as in the model. */
    public String ofProcess(String key, String name) {
        return messages.getMessage("tasks.process." + key, null, name, LocaleContextHolder.getLocale());
    }
}
