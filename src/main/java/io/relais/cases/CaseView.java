package io.relais.cases;

import io.relais.tasks.TaskCard;
import java.time.Instant;
import java.util.List;

/**
 * A case as its page shows it.
 *
 * @param id its business key
 * @param process the key of its process
 * @param name what the model calls its process
 * @param page path of the page of what it works on; null if its process names none
 * @param startedAt UTC
 * @param endedAt UTC; null while it runs
 * @param waitsForOperator whether a step failed so often that an operator has to look at it
 * @param here ids of the elements in the diagram where it stands now; empty once it ended
 * @param passed ids of the elements it has been through
 * @param open the tasks that wait now
 * @param timeline what happened, oldest first
 * @param more whether more happened than the timeline holds
 */
public record CaseView(
        String id,
        String process,
        String name,
        String page,
        Instant startedAt,
        Instant endedAt,
        boolean waitsForOperator,
        List<String> here,
        List<String> passed,
        List<TaskCard> open,
        List<Event> timeline,
        boolean more) {

    /**
     * Something that happened in a case: a task that was done, or a line of the audit trail.
     *
     * @param who user name, or {@code system}
     * @param what in the reader's language
     * @param detail old and new value, as far as there are any; empty otherwise
     */
    public record Event(Instant when, String who, String what, String detail) {}
}
