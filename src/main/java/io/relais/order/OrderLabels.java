package io.relais.order;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Orders in few words, in the reader's language. */
@Component
public class OrderLabels {

    private final MessageSource messages;

    OrderLabels(MessageSource messages) {
        this.messages = messages;
    }

    /** What is ordered, e.g. {@code 10 × Business Basic and 1 more}; how much is, as long as no terms are kept with it. */
    public String lines(OrderCard order) {
        if (order.lines().isEmpty()) {
            return text("order.lines.nothing");
        }
        OrderCard.Line first = order.lines().get(0);
        if (first.agreed() == null) {
            return text("order.lines.chosen", order.lines().size());
        }
        String named = first.licenses() + " × " + first.agreed().title();
        return order.lines().size() == 1
                ? named
                : text("order.lines.some", named, order.lines().size() - 1);
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
