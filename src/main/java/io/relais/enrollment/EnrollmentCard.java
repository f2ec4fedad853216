package io.relais.enrollment;

import java.time.Instant;
import java.util.UUID;

/**
 * An enrollment as pages show it. Never holds the personal link.
 *
 * @param request the partnership request that waits for it; null if there is none
 * @param reseller the reseller that came of it; null before
 * @param answerBy until when the reseller must confirm, accept or answer; null while it need not
 * @param followUpAt when staff should have looked at it
 * @param dueAt when staff should have decided
 * @param remindedAt when staff were reminded that it is overdue
 * @param awaitsAnswer whether staff would still read an answer
 * @param question what staff asked last; null if nothing
 * @param answer what the reseller answered to it; null if it did not
 * @param reason why it was refused; null unless it was
 */
public record EnrollmentCard(
        UUID id,
        EnrollmentState state,
        Declaration declaration,
        UUID request,
        UUID reseller,
        Instant createdAt,
        Instant answerBy,
        Instant confirmedAt,
        Instant agreedAt,
        String agreedBy,
        String agreementVersion,
        Instant followUpAt,
        Instant dueAt,
        Instant remindedAt,
        boolean awaitsAnswer,
        String question,
        Instant askedAt,
        String answer,
        Instant answeredAt,
        String decidedBy,
        String reason,
        Instant closedAt) {}
