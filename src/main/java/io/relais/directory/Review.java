package io.relais.directory;

/**
 * What a reviewer says of a change.
 *
 * @param decision the name of a {@link Decision}
 * @param comment for the requester; needed to ask and to refuse
 */
public record Review(String decision, String comment) {}
