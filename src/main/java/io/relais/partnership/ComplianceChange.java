package io.relais.partnership;

import java.time.LocalDate;

/**
 * What staff found when they checked a reseller.
 *
 * @param finding null if nothing was chosen
 * @param flag the flag that is set or lifted; null for a check that changed nothing
 * @param since from which day it is so
 */
public record ComplianceChange(Finding finding, ComplianceFlag flag, LocalDate since, String reason) {

    /** What the check came to. */
    public enum Finding {
        UNCHANGED,
        SET,
        LIFT
    }
}
