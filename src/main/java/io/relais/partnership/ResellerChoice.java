package io.relais.partnership;

import java.util.List;
import java.util.UUID;

/**
 * Resellers to choose from in a form; see {@code templates/partnership/choose-reseller.html}.
 *
 * @param options some that match, by name, and the chosen one first if it is not among them
 * @param chosen the one that is chosen; null for none
 * @param text what was searched for; null for nothing
 * @param more whether more match than are shown
 * @param everybody whether those are shown, too, that may not be used for anything new
 * @param except the one that is not shown; null for none
 */
public record ResellerChoice(
        List<ResellerCard> options, UUID chosen, String text, boolean more, boolean everybody, UUID except) {

    /** Whether there are so many that a field to search in is of use. */
    public boolean searchable() {
        return more || text != null;
    }
}
