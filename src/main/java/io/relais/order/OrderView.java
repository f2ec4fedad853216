package io.relais.order;

import io.relais.catalog.CatalogItem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.springframework.validation.Errors;

/**
 * An order as pages show it.
 *
 * @param number the order number for people, e.g. 1042; null until placed
 * @param lines what is ordered, with offer and price of today while it is a draft
 * @param totals per currency; a draft's unpriced lines are left out
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
     * @param total price for all licenses and the whole term; null if there is none
     * @param resellerName null if nobody is on record
     */
    public record Line(OrderLine entered, CatalogItem offer, BigDecimal total, String resellerName) {}

    /**
     * @param amount for all licenses over the whole terms
     * @param firstBill what is billed first: of each line one installment, rounded half up to the currency's fraction
     */
    public record Total(String currency, BigDecimal amount, BigDecimal firstBill) {

        static Total of(String currency, BigDecimal amount, int installments) {
            int fraction = Currency.getInstance(currency).getDefaultFractionDigits();
            return new Total(
                    currency, amount, amount.divide(BigDecimal.valueOf(installments), fraction, RoundingMode.HALF_UP));
        }

        Total plus(Total other) {
            return new Total(currency, amount.add(other.amount), firstBill.add(other.firstBill));
        }
    }

    /** Whether nothing stands against submitting it. */
    public boolean submittable() {
        return !detailProblems.hasErrors() && !selectionProblems.hasErrors();
    }
}
