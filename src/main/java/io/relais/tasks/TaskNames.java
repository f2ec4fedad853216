package io.relais.tasks;

import io.relais.security.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The names of tasks in the reader's language. The process model speaks English; a step with a message {@code tasks.step.<its key>} is
 * called by it, others as in the model.
 */
@Component
public class TaskNames {

    private static final ResourceBundle.Control EXACTLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

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

    /**
     * All names that Tasklist shows as models and database have them: of steps and of processes by their keys, of groups by their ids, of
     * filters and of what filters show by their English words.
     */
    public Map<String, Map<String, String>> inTasklist() {
        Locale language = LocaleContextHolder.getLocale();
        ResourceBundle english = texts(Locale.ENGLISH);
        ResourceBundle here = texts(language);
        return Map.of(
                "steps", under("tasks.step.", here, key -> key.substring("tasks.step.".length())),
                "processes", under("tasks.process.", here, key -> key.substring("tasks.process.".length())),
                "groups",
                        Arrays.stream(Role.values())
                                .collect(Collectors.toMap(
                                        Role::group,
                                        role -> messages.getMessage("security.role." + role.name(), null, language))),
                "filters", under("tasks.filter.", here, english::getString));
    }

    private static ResourceBundle texts(Locale language) {
        return ResourceBundle.getBundle("messages.tasks", language, EXACTLY);
    }

    private static Map<String, String> under(String prefix, ResourceBundle texts, Function<String, String> name) {
        return texts.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .collect(Collectors.toMap(name, texts::getString));
    }
}
