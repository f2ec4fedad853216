package io.relais.order;

import jakarta.persistence.Embeddable;

/**
 * A line as it is stored: what a person entered, and beside it, out of the reach of any form, at which terms.
 *
 * @param agreed the terms at Submit, null before; of a line as a reseller proposed it those at that moment
 */
@Embeddable
record OrderedLine(OrderLine entered, LineTerms agreed) {}
