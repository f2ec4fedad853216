package io.relais.partnership;

import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * Whether a reseller meets the conditions of the program, as far as is known here (domain.md F-04).
 *
 * @param enrolled whether it is enrolled as an indirect reseller: it said so, and no flag says otherwise
 * @param agreementSigned whether it has signed the partner agreement, likewise
 * @param checkedAt when this was last looked at; null before it first answered
 * @param checkedBy who did: a member of staff, or the reseller itself by its answer
 * @param flags those that are set
 */
public record Compliance(
        boolean enrolled,
        boolean agreementSigned,
        Instant checkedAt,
        String checkedBy,
        Map<ComplianceFlag, Flag> flags) {

    /**
     * A flag that is set.
     *
     * @param since the day from which it is so, as staff know it; the flag itself counts from {@code setAt}
     */
    @Embeddable
    public record Flag(LocalDate since, String reason, String setBy, Instant setAt) {}
}
