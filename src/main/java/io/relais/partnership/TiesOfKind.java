package io.relais.partnership;

import java.util.List;

/**
 * What hangs on a reseller of one kind.
 *
 * @param key as {@link ResellerTies#key}
 * @param count how many there are; at least one
 * @param some a few of them
 * @param reassignable whether they can be given to another reseller or to nobody
 * @param stays whether they may stay as they are
 */
public record TiesOfKind(String key, long count, List<ResellerTies.Tie> some, boolean reassignable, boolean stays) {}
