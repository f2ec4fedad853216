package io.relais.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.validation.Errors;

/**
 * An order as pages show it.
 *
 * @param version of what is shown; see {@link OrderSeen}
 * @param number the order number for people, e.g. 1042; null until placed
 * @param resellerName of the reseller that manages the customer, or shall; null for none
 * @param customerId null while the customer does not exist or is not chosen
 * @param proposal null unless a reseller proposes it
 * @param proposerName the reseller that does
 * @param lines what is ordered: of a draft with offer and price of today, of what a reseller proposed in vain as proposed, else as agreed
 * @param differences from what a reseller proposed, by staff
 * @param totals per currency; a draft's unpriced lines are left out
 * @param detailProblems what the first page lacks, as of now; empty once submitted
 * @param selectionProblems what the second page lacks, as of now; empty once submitted
 * @param warnings message keys of what deserves a second look
 * @param refused whether the order came back from placing because a rule was not met
 * @param repriced what costs something else now than when the order was submitted and came back
 */
public record OrderView(
        UUID id,
        long version,
        OrderKind kind,
        OrderState state,
        Long number,
        OrderDetails entered,
        String resellerName,
        UUID customerId,
        Proposal proposal,
        String proposerName,
        List<Line> lines,
        List<Difference> differences,
        List<Total> totals,
        Errors detailProblems,
        Errors selectionProblems,
        List<String> warnings,
        boolean refused,
        List<OrderSeen.PriceChange> repriced,
        String startedBy,
        Instant startedAt,
        String submittedBy,
        Instant submittedAt,
        Instant placedAt,
        Instant handedOverAt) {

    /**
     * @param terms null if it is not sold in the customer's country any more
     * @param resellerName null if nobody is on record, or somebody whose name is not the reader's to know
     * @param proposedPrice of one license for the whole term when a reseller proposed it; null if none did
     */
    public record Line(OrderLine entered, LineTerms terms, String resellerName, BigDecimal proposedPrice) {

        /** Whether it costs something else now than when a reseller proposed it. */
        public boolean costsOtherThanProposed() {
            return proposedPrice != null && terms != null && terms.unitPrice().compareTo(proposedPrice) != 0;
        }
    }

    /**
     * What staff have made of a line that a reseller proposed.
     *
     * @param proposed how many licenses were; null if the line was added
     * @param now how many licenses are ordered; null if the line was left out
     */
    public record Difference(Kind kind, String title, String proposed, String now) {

        /** One line may differ in its licenses and in who is on record. */
        public enum Kind {
            ADDED,
            LEFT_OUT,
            LICENSES,
            ON_RECORD
        }

        /** Key of the sentence that says so, to be given title, {@code proposed} and {@code now}. */
        public String key() {
            return "order.proposal.difference." + kind;
        }
    }

    /**
     * @param amount for all licenses over the whole terms
     * @param firstBill what is billed first: of each line one installment, rounded half up to the currency's fraction
     */
    public record Total(String currency, BigDecimal amount, BigDecimal firstBill) {

        static Total of(LineTerms terms) {
            int fraction = Currency.getInstance(terms.currency()).getDefaultFractionDigits();
            return new Total(
                    terms.currency(),
                    terms.termTotal(),
                    terms.termTotal().divide(BigDecimal.valueOf(terms.installments()), fraction, RoundingMode.HALF_UP));
        }

        Total plus(Total other) {
            return new Total(currency, amount.add(other.amount), firstBill.add(other.firstBill));
        }
    }

    /** Totals of those of the lines that have one, per currency. */
    static List<Total> totals(Stream<LineTerms> lines) {
        Map<String, Total> totals = new LinkedHashMap<>();
        lines.filter(terms -> terms != null && terms.termTotal() != null)
                .forEach(terms -> totals.merge(terms.currency(), Total.of(terms), Total::plus));
        return List.copyOf(totals.values());
    }

    /** Key of the state's name in the messages files. */
    public String stateKey() {
        return stateKey(state, proposal != null);
    }

    static String stateKey(OrderState state, boolean proposed) {
        return proposed && state == OrderState.DRAFT ? "order.state.PROPOSED" : "order.state." + state;
    }

    /** Who is on record for a line unless somebody says otherwise: who proposes it, else the customer's reseller. */
    public UUID usualReseller() {
        return proposal == null ? entered.reseller() : proposal.reseller();
    }

    /** Whether it is for a customer who exists already. */
    public boolean existingCustomer() {
        return kind == OrderKind.EXISTING_CUSTOMER;
    }

    /** Whether a reseller proposed it in vain. */
    public boolean ended() {
        return state == OrderState.REFUSED || state == OrderState.WITHDRAWN;
    }

    /** Whether the reseller that proposes it can still take it back. */
    public boolean withdrawable() {
        return proposal != null && ProposedOrders.ENDABLE.contains(state);
    }

    /** Whether nothing stands against submitting it. */
    public boolean submittable() {
        return !detailProblems.hasErrors() && !selectionProblems.hasErrors();
    }

    /** What the page of Review carries back with <em>Submit</em>. */
    public String seen() {
        return OrderSeen.of(this).encoded();
    }
}
