package io.relais.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order as lists show it.
 *
 * @param companyName the customer's name; null while nobody has typed or chosen one
 * @param customerId null while the customer does not exist or is not chosen
 * @param proposal null unless a reseller proposes it
 * @param submittedBy null until then, like {@code submittedAt}; {@code placedAt} likewise
 */
public record OrderCard(
        UUID id,
        OrderKind kind,
        OrderState state,
        Long number,
        String companyName,
        UUID customerId,
        UUID resellerId,
        Proposal proposal,
        List<Line> lines,
        String startedBy,
        Instant startedAt,
        String submittedBy,
        Instant submittedAt,
        Instant placedAt) {

    /** @param agreed the terms agreed, or proposed; null until it is submitted or proposed */
    public record Line(String licenses, UUID resellerOnRecordId, LineTerms agreed) {}

    /** Key of the state's name in the messages files. */
    public String stateKey() {
        return OrderView.stateKey(state, proposal != null);
    }

    /** Per currency, of what is agreed or proposed. */
    public List<OrderView.Total> totals() {
        return OrderView.totals(lines.stream().map(Line::agreed));
    }

    static OrderCard of(Order order) {
        return new OrderCard(
                order.id(),
                order.kind(),
                order.state(),
                order.number(),
                order.details().details().companyName(),
                order.customerId(),
                order.resellerId(),
                order.proposal(),
                order.telling().stream()
                        .map(line -> new Line(
                                line.entered().licenses(), line.entered().resellerOnRecordId(), line.agreed()))
                        .toList(),
                order.startedBy(),
                order.startedAt(),
                order.submittedBy(),
                order.submittedAt(),
                order.placedAt());
    }
}
