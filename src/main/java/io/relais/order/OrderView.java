package io.relais.order;

import io.relais.catalog.CatalogItem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.validation.Errors;

/**
 * An order as pages show it.
 *
 * @param number the order number for people, e.g. 1042; null until placed
 * @param lines what is ordered, with offer and price of today while it is a draft
 * @param totals per currency and billing plan; a draft's unpriced lines are left out
 * @param detailProblems what the first page lacks, as of now; empty once submitted
 * @param selectionProblems what the second page lacks, as of now; empty once submitted
 * @param warnings message keys of what deserves a second look
 * @param refused whether the order came back from placing because a rule was not met
 */
public record OrderView(
        UUID id,
        OrderState state,
        Long number,
        OrderDetails entered,
        String resellerName,
        UUID customerId,
        List<Line> lines,
        List<Total> totals,
        Errors detailProblems,
        Errors selectionProblems,
        List<String> warnings,
        boolean refused,
        String startedBy,
        Instant startedAt,
        String submittedBy,
        Instant submittedAt,
        Instant placedAt,
        Instant handedOverAt) {

    /**
     * @param offer null if it is not sold in the customer's country any more
     * @param total price for all licenses per billing period; null if there is none
     * @param resellerName null if nobody is on record
     */
    public record Line(OrderLine entered, CatalogItem offer, BigDecimal total, String resellerName) {}

    public record Total(String currency, String billingPlan, BigDecimal amount) {}

    /** Whether nothing stands against submitting it. */
    public boolean submittable() {
        return !detailProblems.hasErrors() && !selectionProblems.hasErrors();
    }
}
