package io.relais.support;

import io.relais.security.Side;
import java.time.Instant;
import java.util.UUID;

/**
 * A support request as lists show it.
 *
 * @param number counts up over all customers; shown as {@code S-1000}
 * @param subscriptionName null if it is about none
 * @param reseller who works on it; null for the provider
 * @param dueAt until when an answer is owed; null while none is
 * @param overdue whether that is over
 * @param closesAt when a resolved one closes by itself
 * @param version counts the changes; who changes it says which one was seen
 */
public record SupportCard(
        UUID id,
        long number,
        UUID customer,
        String customerName,
        UUID subscription,
        String subscriptionName,
        Category category,
        Severity severity,
        String title,
        SupportState state,
        Side openedSide,
        UUID reseller,
        String resellerName,
        Instant openedAt,
        Instant changedAt,
        Instant dueAt,
        boolean overdue,
        Instant answeredAt,
        Instant closesAt,
        Long version) {

    public String label() {
        return "S-" + number;
    }
}
