package io.relais.partnership;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A partnership request as staff see it. Never holds the personal link.
 *
 * @param invitee whom it goes to; null while nothing was described
 * @param reseller the reseller it was sent to; null before
 * @param reminderDue a reminder is due that Relais could not send by itself
 * @param mailDue it waits for the mail server
 * @param misdirectedAt when someone said that it is not for them
 * @param obstacles what stood in the way of the last answer
 * @param sendings how and when it went out, oldest first
 */
public record RequestCard(
        UUID id,
        RequestState state,
        String requestedBy,
        Instant createdAt,
        Invitee invitee,
        UUID reseller,
        Instant sentAt,
        Instant expiresAt,
        Instant viewedAt,
        int reminders,
        boolean reminderDue,
        boolean mailDue,
        Instant misdirectedAt,
        Instant closedAt,
        String declineReason,
        List<Obstacle> obstacles,
        List<Sending> sendings) {

    /** The reseller's company, or null while nothing was described. */
    public String company() {
        return invitee == null ? null : invitee.company();
    }
}
