package io.relais.order;

import io.relais.catalog.CatalogItem;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * One line of an order.
 *
 * @param licenses as typed, so that a draft keeps what somebody wrote; see {@link #licenseCount}
 * @param resellerOnRecordId who earns incentive credit for it; null for nobody
 */
@Embeddable
public record OrderLine(UUID offerId, @Size(max = 20) String licenses, UUID resellerOnRecordId) {

    /** The number of licenses; empty if what was typed is not a whole number of a sensible size. */
    public OptionalInt licenseCount() {
        String digits = licenses == null ? "" : licenses.strip();
        return digits.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    /** Whether the number of licenses is one that the offer allows (domain.md F-31). */
    boolean within(CatalogItem offer) {
        OptionalInt count = licenseCount();
        return count.isPresent() && count.getAsInt() >= offer.minLicenses() && count.getAsInt() <= offer.maxLicenses();
    }
}
