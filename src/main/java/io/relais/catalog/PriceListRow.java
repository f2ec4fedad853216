package io.relais.catalog;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A row of a price list that could be read.
 *
 * @param line where it begins in the file
 * @param validTo the first instant at which the price does not hold any more; null when it has no end
 */
record PriceListRow(
        long line,
        OfferKey key,
        OfferFacts facts,
        String market,
        String currency,
        BigDecimal unitPrice,
        BigDecimal erpPrice,
        Instant validFrom,
        Instant validTo) {}
