package io.relais.order;

import jakarta.persistence.Embeddable;

/**
 * A line as it is stored: what a person entered, and beside it, out of the reach of any form, what was agreed.
 *
 * @param agreed the terms at Submit; null before
 */
@Embeddable
record OrderedLine(OrderLine entered, LineTerms agreed) {}
