package io.relais.support;

import io.relais.security.Side;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A support request as the page of one side shows it, with nothing that this side may not see.
 *
 * @param actions what the person can do now
 * @param answerable whether the task of answering waits for the provider's staff
 * @param readOnly whether the customer has left, so that nothing can be done any more
 */
public record SupportView(
        SupportCard card, List<Entry> entries, Set<Action> actions, boolean answerable, boolean readOnly) {

    /**
     * Something that was written or happened.
     *
     * @param kind message key of what it is, to be given {@code reseller}
     * @param side null for what happened by itself
     * @param author a company's name, and the person's for its own colleagues
     * @param text null where nothing was said, or nothing that this side may read
     */
    public record Entry(
            String kind,
            Side side,
            boolean own,
            boolean internal,
            String author,
            String reseller,
            Instant at,
            String text,
            List<File> files) {}

    /** An attachment. */
    public record File(UUID id, String name, long bytes) {}
}
