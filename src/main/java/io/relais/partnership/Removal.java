package io.relais.partnership;

import java.util.Map;
import java.util.UUID;

/**
 * How a partnership shall be removed (domain.md F-06).
 *
 * @param confirmation the reseller's company name, typed
 * @param fates what becomes of each kind of thing that hangs on the reseller, by {@link ResellerTies#key}
 * @param heirs to which reseller a kind is given, if it is
 */
public record Removal(String reason, String confirmation, Map<String, Fate> fates, Map<String, UUID> heirs) {

    /** What becomes of one kind. */
    public enum Fate {
        KEEP,
        GIVE,
        NOBODY
    }

    public Removal {
        fates = fates == null ? Map.of() : fates;
        heirs = heirs == null ? Map.of() : heirs;
    }
}
