package io.relais.subscription;

import io.relais.mail.MailProperties;
import io.relais.mail.Mailer;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.StaffAddresses;
import io.relais.web.Formats;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The weekly mail that says what is due. It goes to everybody who may manage subscriptions and has an e-mail address, with the first run
 * of a week (Monday, or the day on which the application is back); a mail that could not be sent is sent with the next run. A row per week
 * and person sees to it that nobody gets it twice, however many nodes run.
 */
@Component
class DueMail {

    private static final Logger LOG = LoggerFactory.getLogger(DueMail.class);
    private static final int ROWS = 50;

    private final DueSubscriptions due;
    private final Mailer mailer;
    private final StaffAddresses staff;
    private final Provider provider;
    private final MailProperties mail;
    private final MessageSource messages;
    private final Formats formats;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DueMail(
            DueSubscriptions due,
            Mailer mailer,
            StaffAddresses staff,
            Provider provider,
            MailProperties mail,
            MessageSource messages,
            Formats formats,
            JdbcClient database,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.due = due;
        this.mailer = mailer;
        this.staff = staff;
        this.provider = provider;
        this.mail = mail;
        this.messages = messages;
        this.formats = formats;
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Sends this week's mail to everybody who has not got it yet; without a mail server, to nobody.
     *
     * @return to how many it was sent now
     */
    int send() {
        if (!mailer.configured()) {
            return 0;
        }
        String text = text();
        String subject = text("subscription.mail.subject", provider.name());
        int sent = 0;
        for (String recipient : staff.holding(Permission.MANAGE_SUBSCRIPTIONS)) {
            try {
                transaction.executeWithoutResult(status -> sendOnce(recipient, subject, text));
                sent++;
            } catch (DuplicateKeyException done) {
                LOG.debug("{} has this week's mail already", recipient);
            } catch (RuntimeException e) {
                LOG.warn("The weekly mail to {} was not sent; the next run tries again: {}", recipient, e.toString());
            }
        }
        return sent;
    }

    /** The row is there only if the mail was taken. */
    private void sendOnce(String recipient, String subject, String text) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        database.sql("insert into due_mail (week, recipient, sent_at) values (?, ?, ?)")
                .params(week(now), recipient, now)
                .update();
        mailer.send(recipient, subject, text);
    }

    private static String week(OffsetDateTime day) {
        return "%d-W%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private String text() {
        StringBuilder text = new StringBuilder(text("subscription.mail.intro")).append("\n\n");
        List<Due.Count> counts = due.counts();
        for (Due.Count count : counts) {
            text.append(text(
                            "subscription.mail.count",
                            count.days(),
                            figure(count.ends()),
                            figure(count.renews()),
                            figure(count.deletes())))
                    .append('\n');
        }
        int longest = counts.isEmpty() ? 0 : counts.get(counts.size() - 1).days();
        for (Due.Kind kind : Due.Kind.values()) {
            List<Due> rows = due.list(kind, longest, null, null, ROWS).rows();
            if (!rows.isEmpty()) {
                text.append('\n').append(text("subscription.due." + kind)).append('\n');
                rows.forEach(row -> text.append("  ")
                        .append(formats.day(row.at()))
                        .append("  ")
                        .append(row.customerName())
                        .append(" – ")
                        .append(row.name())
                        .append(" (")
                        .append(row.licenses())
                        .append(")\n"));
            }
        }
        return text.append('\n')
                .append(text("subscription.mail.link"))
                .append('\n')
                .append(provider.baseUrl())
                .append("/subscriptions/due\n")
                .toString();
    }

    private static String figure(long count) {
        return count >= Due.MOST ? Due.MOST + "+" : String.valueOf(count);
    }

    private String text(String key, Object... arguments) {
        Locale language = mail.staffLanguage();
        return messages.getMessage(key, arguments, language);
    }
}
