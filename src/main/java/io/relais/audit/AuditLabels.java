package io.relais.audit;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The audit trail in the reader's words: an action on a {@code customer} is called by the message {@code customer.audit.<action>}. Requests
 * of every kind share the words of {@code invitation}, without the kind at their end; those on a reseller stand with its partnership.
 * Where there is no message, the action itself speaks.
 */
@Component
public class AuditLabels {

    private final MessageSource messages;

    AuditLabels(MessageSource messages) {
        this.messages = messages;
    }

    public String of(AuditEntry entry) {
        String type = entry.getObjectType();
        boolean request = type.endsWith("_request");
        String module = request ? "invitation" : type.equals("reseller") ? "partnership" : type;
        String action = request ? entry.getAction().replace("_" + type, "") : entry.getAction();
        return messages.getMessage(
                module + ".audit." + action,
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
