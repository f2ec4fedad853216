package io.relais.catalog;

import java.util.List;

/**
 * What importing a price list did, counted in rows.
 *
 * @param added rows that put an offer on the list of a market where it was not before
 * @param changed rows that brought a new price, corrected one, or described the offer otherwise
 * @param unchanged rows that said what was known already
 * @param ended offers of a market that the list, being complete, did not have
 * @param refusedRows rows that were left out
 * @param refused the first of these, by line
 */
public record ImportReport(
        int added, int changed, int unchanged, int ended, int refusedRows, List<RefusedRow> refused) {}
