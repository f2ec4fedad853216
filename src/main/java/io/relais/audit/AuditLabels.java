package io.relais.audit;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The audit trail in the reader's words. An action on a {@code customer} is called by the message {@code customer.action.<action>}; of an
 * object type of several words, such as {@code partnership_request}, the first counts. Where there is none, the action itself speaks.
 */
@Component
public class AuditLabels {

    private final MessageSource messages;

    AuditLabels(MessageSource messages) {
        this.messages = messages;
    }

    public String of(AuditEntry entry) {
        String module = entry.getObjectType().replaceFirst("_.*", "");
        return messages.getMessage(
                module + ".action." + entry.getAction(),
                null,
                entry.getAction().replace('_', ' '),
                LocaleContextHolder.getLocale());
    }

    /** Old and new value as far as there are any, e.g. {@code 10 → 12}; empty otherwise. */
    public String change(AuditEntry entry) {
        return Stream.of(Optional.ofNullable(entry.getOldValue()), Optional.ofNullable(entry.getNewValue()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" → "));
    }
}
