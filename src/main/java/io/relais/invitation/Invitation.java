package io.relais.invitation;

import java.time.Instant;
import java.util.List;

/**
 * A request as its addressee sees it.
 *
 * @param answer what was answered last, or what staff know; to be confirmed or corrected
 * @param obstacles what stood in the way of the last answer
 */
public record Invitation<A extends Addressee, N>(
        RequestState state,
        A invitee,
        Instant expiresAt,
        Instant closedAt,
        boolean misdirected,
        N answer,
        List<InTheWay> obstacles) {}
