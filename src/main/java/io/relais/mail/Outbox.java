package io.relais.mail;

import io.relais.security.SealingKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private final Clock clock;

    Outbox(
            OutgoingMails mails,
            Mailer mailer,
            SealingKeys keys,
            PlatformTransactionManager transactions,
            TaskScheduler scheduler,
            Clock clock) {
        this.mails = mails;
        this.mailer = mailer;
        this.keys = keys;
        this.transaction = new TransactionTemplate(transactions);
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Sends this mail after the caller's transaction, and not if that is rolled back. A subject that is too long is cut. */
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
        transaction.executeWithoutResult(status -> mails.forget(clock.instant().minus(KEPT)));
        if (mailer.configured()) {
            mails.due(clock.instant(), Limit.of(BATCH)).forEach(this::deliver);
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

    /** What waits, the latest first. */
    @Transactional(readOnly = true)
    public List<Waiting> waiting(int atMost) {
        return mails.findAllByOrderByCreatedAtDesc(Limit.of(atMost)).stream()
                .map(mail -> new Waiting(
                        mail.getId(),
                        mail.recipient(),
                        mail.subject(),
                        mail.createdAt(),
                        mail.attempts(),
                        mail.problem()))
                .toList();
    }

    /** What a waiting mail says. For the demo and for tests, where nobody's mail is secret; never for a page of a real installation. */
    @Transactional
    public String read(UUID id) {
        OutgoingMail mail = mails.take(id).orElseThrow();
        return keys.open(mail.text(), OutgoingMail.context(id));
    }
}
