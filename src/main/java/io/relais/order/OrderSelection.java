package io.relais.order;

import jakarta.validation.Valid;
import java.util.List;

/** The second page of an order: what is ordered. */
public record OrderSelection(@Valid List<OrderLine> lines) {

    public OrderSelection {
        lines = lines == null
                ? List.of()
                : lines.stream()
                        .filter(line -> line != null && line.offerId() != null)
                        .toList();
    }
}
