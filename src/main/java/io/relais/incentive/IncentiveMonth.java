package io.relais.incentive;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * A month of incentive credit and how far it is.
 *
 * @param closedAt when it was computed to its end; null while it is open
 * @param tableVersion the version of the table of rates it is computed with; null before it is
 * @param run the run that goes on or was the last; null if there was none
 * @param totals what its statements come to, per currency
 * @param resellers how many statements there are
 */
public record IncentiveMonth(
        YearMonth month, Instant closedAt, Integer tableVersion, Run run, long resellers, List<Total> totals) {

    /**
     * A computation of the month.
     *
     * @param by who started it
     * @param endedAt null while it goes on
     * @param interrupted whether nothing was heard of it for a while, though it did not end
     * @param failed whether it broke off; what it did stays, and the next one goes on from there
     */
    public record Run(
            String by, Instant startedAt, Instant endedAt, boolean interrupted, boolean failed, long done, long total) {

        public boolean running() {
            return endedAt == null && !interrupted;
        }

        public int percent() {
            return total == 0 ? 100 : (int) Math.min(100, 100 * done / total);
        }
    }

    public boolean closed() {
        return closedAt != null;
    }

    /** Whether its last run did not come to its end, so that another one has to. */
    boolean brokenOff() {
        return run != null && (run.failed() || run.interrupted());
    }

    public boolean running() {
        return run != null && run.running();
    }
}
