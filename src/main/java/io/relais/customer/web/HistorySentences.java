package io.relais.customer.web;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditLabels;
import java.time.Instant;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says what the audit trail of a customer holds in sentences. */
@Component
class HistorySentences {

    /** @param sentence what happened, with the old and the new value where there are any */
    record Line(Instant time, String actor, String sentence) {}

    private static final String CHANGE = "update_customer.";

    private final AuditLabels labels;
    private final MessageSource messages;

    HistorySentences(AuditLabels labels, MessageSource messages) {
        this.labels = labels;
        this.messages = messages;
    }

    Line of(AuditEntry entry, Locale locale) {
        return new Line(entry.getOccurredAt(), entry.getActor(), sentence(entry, locale));
    }

    private String sentence(AuditEntry entry, Locale locale) {
        if (entry.getAction().startsWith(CHANGE)) {
            String field = entry.getAction().substring(CHANGE.length());
            return messages.getMessage(
                    "customer.history.changed",
                    new Object[] {
                        messages.getMessage("customer.field." + field, null, field, locale),
                        orEmpty(entry.getOldValue(), locale),
                        orEmpty(entry.getNewValue(), locale)
                    },
                    locale);
        }
        String change = labels.change(entry);
        return change.isEmpty()
                ? labels.of(entry)
                : messages.getMessage("customer.history.sentence", new Object[] {labels.of(entry), change}, locale);
    }

    private String orEmpty(String value, Locale locale) {
        return value == null ? messages.getMessage("customer.history.empty", null, locale) : value;
    }
}
