package io.relais.invitation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A request as staff see it. Never holds the personal link.
 *
 * @param invitee whom it goes to; null while nothing was described
 * @param party the reseller it was sent to, or the customer it is for; null while there is none
 * @param reminderDue a reminder is due that Relais could not send by itself
 * @param mailDue it waits for the mail server
 * @param misdirectedAt when someone said that it is not for them
 * @param obstacles what stood in the way of the last answer
 * @param sendings how and when it went out, oldest first
 */
public record RequestCard<A extends Addressee>(
        UUID id,
        RequestState state,
        String requestedBy,
        Instant createdAt,
        A invitee,
        UUID party,
        Instant sentAt,
        Instant expiresAt,
        Instant viewedAt,
        int reminders,
        boolean reminderDue,
        boolean mailDue,
        Instant misdirectedAt,
        Instant closedAt,
        String declineReason,
        List<InTheWay> obstacles,
        List<Sending> sendings) {

    /** The addressee's company, or null while nothing was described. */
    public String company() {
        return invitee == null ? null : invitee.company();
    }
}
