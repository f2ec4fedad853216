package io.relais.partnership;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * A figure that another module contributes to the list of resellers, such as how many customers each has. A bean per figure; the list
 * asks each once per page.
 */
public interface ResellerCount {

    /** {@code customers} or {@code subscriptions}: names the column, whose heading is the message {@code partnership.reseller.<key>}. */
    String key();

    /** How many, by reseller; one query. A reseller with none may be left out. */
    Map<UUID, Long> count(Collection<UUID> resellers);
}
