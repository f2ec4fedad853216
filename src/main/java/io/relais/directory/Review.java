package io.relais.directory;

/**
 * What a reviewer says of a change.
 *
 * @param task the task on whose page it was said. Each submission, the first and each answer, is reviewed in a task of its own, in which
 *     nothing changes
 * @param decision the name of a {@link Decision}
 * @param comment for the requester; needed to ask and to refuse
 */
public record Review(String task, String decision, String comment) {}
