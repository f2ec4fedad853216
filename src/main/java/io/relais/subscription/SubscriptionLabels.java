package io.relais.subscription;

import io.relais.web.Formats;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** What pages say about a subscription's dates, in the reader's language: {@code ${@subscriptionLabels.window(one)}}. */
@Component
public class SubscriptionLabels {

    private final MessageSource messages;
    private final Formats formats;
    private final Clock clock;

    SubscriptionLabels(MessageSource messages, Formats formats, Clock clock) {
        this.messages = messages;
        this.formats = formats;
        this.clock = clock;
    }

    /** How long it can still be cancelled, such as <i>6 d 3 h left</i>; empty when it can't. */
    public String window(Subscription subscription) {
        return subscription.cancellable(clock.instant()) ? left(subscription.getCancellableUntil()) : "";
    }

    /** How long it is until then, such as <i>6 d 3 h</i>. */
    public String left(Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        if (left.isNegative()) {
            return "";
        }
        return left.toDays() > 0
                ? text("subscription.left.days", left.toDays(), left.toHoursPart())
                : text("subscription.left.hours", left.toHours(), left.toMinutesPart());
    }

    /** Whether licenses of this batch can be given back now. */
    public boolean reducible(LicenseBatch batch) {
        return batch.reducible(clock.instant());
    }

    /** What its next date brings: renewal, end, conversion, deletion. */
    public String next(Subscription subscription) {
        String key =
                switch (subscription.getState()) {
                    case ACTIVE ->
                        subscription.isAutoRenew()
                                ? subscription.isTrial() ? "subscription.next.converts" : "subscription.next.renews"
                                : "subscription.next.expires";
                    case SUSPENDED, EXPIRED -> "subscription.next.disabled";
                    case DISABLED -> "subscription.next.deleted";
                    case DELETED -> null;
                };
        return key == null ? "" : text(key, formats.time(subscription.getDueAt()));
    }

    /** A period such as <i>30 days</i> or <i>1 year</i>. */
    public String period(String iso) {
        Period period = Period.parse(iso);
        return period.getDays() > 0
                ? text("subscription.due.days", period.getDays())
                : messages.getMessage("catalog.term." + iso, null, iso, LocaleContextHolder.getLocale());
    }

    /** Bootstrap's class of a state's badge. */
    public String color(Subscription.State state) {
        return switch (state) {
            case ACTIVE -> "text-bg-success";
            case SUSPENDED, EXPIRED -> "text-bg-warning";
            case DISABLED -> "text-bg-dark";
            case DELETED -> "text-bg-secondary";
        };
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
