package io.relais.partnership;

import java.time.Instant;
import java.util.List;

/**
 * A partnership request as the invited reseller sees it.
 *
 * @param answer what it answered last, or what staff know; to be confirmed or corrected
 * @param obstacles what stood in the way of its last answer
 */
public record Invitation(
        RequestState state,
        Invitee invitee,
        Instant expiresAt,
        Instant closedAt,
        boolean misdirected,
        Answer answer,
        List<Obstacle> obstacles) {}
