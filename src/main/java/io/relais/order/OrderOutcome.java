package io.relais.order;

import io.relais.tasks.CaseOutcome;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says in Tasklist what the order's own page says: that it has been placed, under which number, or given back to its reseller. */
@Component
class OrderOutcome implements CaseOutcome {

    private final OrderRepository orders;
    private final MessageSource messages;

    OrderOutcome(OrderRepository orders, MessageSource messages) {
        this.orders = orders;
        this.messages = messages;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<String> of(UUID caseId) {
        return orders.findById(caseId)
                .filter(order -> order.kind() == OrderKind.EXISTING_CUSTOMER)
                .flatMap(order -> Optional.ofNullable(text(order)));
    }

    private String text(Order order) {
        String company = order.details().details().companyName();
        return switch (order.state()) {
            case PLACED ->
                said(
                        "order.placed.existing",
                        "R-" + order.number(),
                        order.lines().size(),
                        company);
            case SENT_BACK -> said("order.outcome.sentBack", company);
            case REFUSED -> said("order.outcome.refused", company);
            default -> null;
        };
    }

    private String said(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
