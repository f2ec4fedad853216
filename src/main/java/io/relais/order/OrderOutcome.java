package io.relais.order;

import io.relais.tasks.CaseOutcome;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says in Tasklist what the order's own page says: that it has been placed, under which number. */
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
                .filter(order -> order.kind() == OrderKind.EXISTING_CUSTOMER && order.state() == OrderState.PLACED)
                .map(order -> messages.getMessage(
                        "order.placed.existing",
                        new Object[] {
                            "R-" + order.number(),
                            order.lines().size(),
                            order.details().details().companyName()
                        },
                        LocaleContextHolder.getLocale()));
    }
}
