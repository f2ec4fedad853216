package io.relais.order;

import io.relais.catalog.CatalogItem;
import jakarta.validation.Valid;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The second page of an order: what is ordered. */
public record OrderSelection(@Valid List<OrderLine> lines) {

    public OrderSelection {
        lines = lines == null
                ? List.of()
                : lines.stream()
                        .filter(line -> line != null && line.offerId() != null)
                        .toList();
    }

    /** With the fewest licenses of this offer, too; unchanged if it is chosen already. */
    public OrderSelection adding(CatalogItem offer, UUID resellerOnRecord) {
        if (lines.stream().anyMatch(line -> line.offerId().equals(offer.offerId()))) {
            return this;
        }
        List<OrderLine> more = new ArrayList<>(lines);
        more.add(new OrderLine(offer.offerId(), String.valueOf(offer.minLicenses()), resellerOnRecord));
        return new OrderSelection(more);
    }

    public OrderSelection without(UUID offerId) {
        return new OrderSelection(
                lines.stream().filter(line -> !line.offerId().equals(offerId)).toList());
    }
}
