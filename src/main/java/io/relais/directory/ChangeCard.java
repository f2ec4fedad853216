package io.relais.directory;

import java.time.Instant;
import java.util.UUID;

/**
 * A change as its pages and lists show it.
 *
 * @param number {@code P-1001}; null for a draft
 * @param question what the reviewer said last: the question, the reason of the refusal, or a word with the approval
 * @param note what the requester answered last
 * @param escalatedAt when it was overdue; null before
 */
public record ChangeCard(
        UUID id,
        long version,
        String number,
        ChangeState state,
        String requestedBy,
        Instant createdAt,
        Instant submittedAt,
        Instant dueAt,
        Profile profile,
        String question,
        String decidedBy,
        Instant decidedAt,
        String note,
        Instant escalatedAt,
        Instant closedAt) {

    public boolean overdue() {
        return escalatedAt != null && state.undecided();
    }
}
