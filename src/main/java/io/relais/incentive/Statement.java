package io.relais.incentive;

import io.relais.partnership.ResellerCard;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;

/**
 * What a reseller is credited in a month.
 *
 * @param closedAt since when nothing is added to it any more; null while the month is open
 * @param totals of all lines, one per currency
 * @param entries the first lines; all of them unless there are very many
 */
public record Statement(
        YearMonth month, Instant closedAt, ResellerCard reseller, List<Total> totals, List<Entry> entries) {

    /** What it is called in letters between the two: month and as much of the reseller's id as no other one begins with. */
    public String number() {
        return "IS-" + month.toString().replace("-", "") + "-"
                + reseller.id().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);
    }

    public boolean closed() {
        return closedAt != null;
    }

    /** How many lines there are. */
    public long lines() {
        return totals.stream().mapToLong(Total::lines).sum();
    }

    public boolean complete() {
        return lines() == entries.size();
    }
}
