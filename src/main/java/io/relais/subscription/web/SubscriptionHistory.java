package io.relais.subscription.web;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** The audit trail of a subscription as people read it. */
@Component
class SubscriptionHistory {

    private static final int LINES = 100;

    /** One line, in the reader's language. */
    record Line(Instant when, String who, String what, String detail) {}

    private final AuditTrail audit;
    private final MessageSource messages;

    SubscriptionHistory(AuditTrail audit, MessageSource messages) {
        this.audit = audit;
        this.messages = messages;
    }

    List<Line> of(UUID subscription) {
        return audit.of("subscription", subscription, LINES).stream()
                .map(this::line)
                .toList();
    }

    /** What happened after somebody looked; at least the latest line, since something did. */
    List<Line> since(UUID subscription, Instant seen) {
        List<Line> all = of(subscription);
        List<Line> later =
                all.stream().filter(line -> line.when().isAfter(seen)).toList();
        return later.isEmpty() ? all.stream().limit(1).toList() : later;
    }

    private Line line(AuditEntry entry) {
        return new Line(
                entry.getOccurredAt(),
                AuditTrail.SYSTEM.equals(entry.getActor()) ? text("subscription.system") : entry.getActor(),
                text("subscription.audit." + entry.getAction()),
                detail(entry));
    }

    private String detail(AuditEntry entry) {
        String before = entry.getOldValue();
        String after = entry.getNewValue();
        if (after != null && after.startsWith("subscription.end.")) {
            return text(after);
        }
        if (before == null && after == null) {
            return "";
        }
        if (before == null
                && !entry.getAction().startsWith("change_")
                && !entry.getAction().startsWith("rename_")) {
            return after;
        }
        String nothing = "–";
        return (before == null ? nothing : before) + " → " + (after == null ? nothing : after);
    }

    private String text(String key) {
        return messages.getMessage(key, null, key, LocaleContextHolder.getLocale());
    }
}
