package io.relais.support;

import java.util.UUID;

/**
 * What a list of support requests shows.
 *
 * @param reseller only those that this reseller works on; null for all
 * @param provider only those that the provider works on
 * @param overdue only those that owe an answer for too long
 */
public record SupportFilter(
        SupportState state,
        Severity severity,
        UUID reseller,
        boolean provider,
        boolean overdue,
        UUID customer,
        UUID subscription) {

    public static final SupportFilter ALL = new SupportFilter(null, null, null, false, false, null, null);
}
