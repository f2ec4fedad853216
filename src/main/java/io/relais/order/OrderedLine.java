package io.relais.order;

import jakarta.persistence.Embeddable;
import java.math.BigDecimal;

/**
 * A line as it is stored: what a person entered, and beside it, out of the reach of any form, what was agreed.
 *
 * @param agreed the terms at Submit; null before
 * @param proposedPrice of one license for the whole term when a reseller proposed it; null if none did
 */
@Embeddable
record OrderedLine(OrderLine entered, LineTerms agreed, BigDecimal proposedPrice) {}
