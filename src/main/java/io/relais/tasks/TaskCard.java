package io.relais.tasks;

import java.time.Instant;

/**
 * A waiting task as lists show it.
 *
 * @param id the engine's task id, as in Tasklist's deep links
 * @param caseId the case it belongs to: the business key of its process instance
 * @param name what is to be done and on whom, e.g. "Review the order – Contoso"
 * @param process the key of its process
 * @param step the task's definition key in the model
 * @param holder user name of the person who holds it; null while nobody does
 * @param created when it was created
 * @param due until when it should be done; null if there is no such date
 * @param urgent whether it matters more than others
 */
public record TaskCard(
        String id,
        String caseId,
        String name,
        String process,
        String step,
        String holder,
        Instant created,
        Instant due,
        boolean urgent) {

    private static final String SEPARATOR = " – ";

    /** Whom or what the task is about: the part of its name after the dash; empty if it names nothing. */
    public String subject() {
        int dash = name.indexOf(SEPARATOR);
        return dash < 0 ? "" : name.substring(dash + SEPARATOR.length());
    }
}
