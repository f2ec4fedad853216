package io.relais.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.relais.security.SealingKeys;
import io.relais.web.Keyset;
import io.relais.web.Like;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.mail.MailException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mail that must go out if, and only if, a change is made: it is written with the change and sent after the commit. What the mail server
 * does not take is tried again, later each time, and given up after {@link #KEPT}. Without a mail server it waits as long, and the demo
 * shows what it says.
 *
 * <p>Texts may hold personal links, so they are sealed as long as they lie here. A crash between the server's yes and our commit sends a
 * mail twice; none is lost.
 */
@Service
public class Outbox {

    /** How long a mail that nobody takes is kept. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int BATCH = 100;
    private static final int MOST_WORDS = 10;

    /**
     * A mail that waits.
     *
     * @param attempts how often it was tried
     * @param problem why the last attempt failed; null before
     */
    public record Waiting(UUID id, String recipient, String subject, Instant createdAt, int attempts, String problem) {}

    private final OutgoingMails mails;
    private final Mailer mailer;
    private final SealingKeys keys;
    private final TransactionTemplate transaction;
    private final TaskScheduler scheduler;
    private final EntityManager entities;
    private final Counter givenUp;
    private final Clock clock;

    Outbox(
            OutgoingMails mails,
            Mailer mailer,
            SealingKeys keys,
            PlatformTransactionManager transactions,
            TaskScheduler scheduler,
            EntityManager entities,
            MeterRegistry meters,
            Clock clock) {
        this.mails = mails;
        this.mailer = mailer;
        this.keys = keys;
        this.transaction = new TransactionTemplate(transactions);
        this.scheduler = scheduler;
        this.entities = entities;
        this.givenUp = Counter.builder("relais.mail.given.up")
                .description("mails that nobody took")
                .register(meters);
        this.clock = clock;
    }

    /** Sends this mail after the caller's transaction, and not if that is rolled back. A subject is one line, and cut if it is too long. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(String to, String subject, String text) {
        UUID id = UUID.randomUUID();
        mails.save(new OutgoingMail(id, to, subject, keys.seal(text, OutgoingMail.context(id)), clock.instant()));
        if (mailer.configured() && TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    scheduler.schedule(() -> deliver(id), Instant.EPOCH);
                }
            });
        }
    }

    /** Sends what is due. Several nodes may do it at once. */
    @Scheduled(fixedDelayString = "${relais.mail.deliver-every:PT30S}")
    public void deliver() {
        if (mailer.configured()) {
            mails.due(clock.instant(), Limit.of(BATCH)).forEach(this::deliver);
        }
        Integer given =
                transaction.execute(status -> mails.forget(clock.instant().minus(KEPT)));
        if (given > 0) {
            givenUp.increment(given);
            LOG.warn("Mails that nobody took in {} days are given up: {}", KEPT.toDays(), given);
        }
    }

    private void deliver(UUID id) {
        transaction.executeWithoutResult(status -> mails.take(id).ifPresent(mail -> {
            try {
                mailer.send(mail.recipient(), mail.subject(), keys.open(mail.text(), OutgoingMail.context(id)));
                mails.delete(mail);
            } catch (MailException | IllegalArgumentException | IllegalStateException failure) {
                LOG.warn(
                        "A mail was not sent and is tried again: {}",
                        failure.getClass().getSimpleName());
                mail.failed(failure.getClass().getSimpleName(), clock.instant());
            }
        }));
    }

    /**
     * A page of what waits, the latest first.
     *
     * @param text words that all stand in the recipient's address or in the subject; null for any mail
     * @param after shows the rows after this place, from an earlier page's {@code next}; null for the first page
     * @param before shows the rows before this place, from a later page's {@code previous}
     */
    @Transactional(readOnly = true)
    public Keyset.Page<Waiting> waiting(String text, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decodedTime(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decodedTime(before);
        return Keyset.page(
                        rows(words(text), down.or(() -> up), up.isPresent(), size + 1),
                        size,
                        up.isPresent(),
                        down.isEmpty() && up.isEmpty(),
                        mail -> new Keyset.Place(mail.createdAt().toString(), mail.getId()))
                .map(mail -> new Waiting(
                        mail.getId(),
                        mail.recipient(),
                        mail.subject(),
                        mail.createdAt(),
                        mail.attempts(),
                        mail.problem()));
    }

    private List<OutgoingMail> rows(List<String> words, Optional<Keyset.Place> from, boolean backwards, int atMost) {
        StringBuilder query = new StringBuilder("select m from OutgoingMail m where 1 = 1");
        for (int i = 0; i < words.size(); i++) {
            query.append(" and (lower(m.recipient) like :word%d escape '!' or lower(m.subject) like :word%d escape '!')"
                    .formatted(i, i));
        }
        if (from.isPresent()) {
            String than = backwards ? ">" : "<";
            query.append(" and (m.createdAt %s :time or (m.createdAt = :time and m.id %s :id))".formatted(than, than));
        }
        String direction = backwards ? "asc" : "desc";
        query.append(" order by m.createdAt %s, m.id %s".formatted(direction, direction));
        TypedQuery<OutgoingMail> rows =
                entities.createQuery(query.toString(), OutgoingMail.class).setMaxResults(atMost);
        for (int i = 0; i < words.size(); i++) {
            rows.setParameter("word" + i, Like.containing(words.get(i)));
        }
        from.ifPresent(
                place -> rows.setParameter("time", place.time().orElseThrow()).setParameter("id", place.id()));
        return rows.getResultList();
    }

    private static List<String> words(String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                        .limit(MOST_WORDS)
                        .toList();
    }

    /** What a waiting mail says. For the demo and for tests, where nobody's mail is secret; never for a page of a real installation. */
    @Transactional(readOnly = true)
    public String read(UUID id) {
        return keys.open(mails.findById(id).orElseThrow().text(), OutgoingMail.context(id));
    }
}
