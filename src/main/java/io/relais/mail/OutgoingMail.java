package io.relais.mail;

import io.relais.security.SealingKeys.Sealed;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A mail on its way; gone once the mail server took it. */
@Entity
@Table(name = "outgoing_mail")
class OutgoingMail implements Persistable<UUID> {

    private static final Duration FIRST_DELAY = Duration.ofMinutes(1);
    private static final Duration LONGEST_DELAY = Duration.ofHours(2);
    private static final int LONGEST_SUBJECT = 200;

    @Id
    private UUID id;

    private String recipient;
    private String subject;
    private String keyId;
    private String sealed;
    private Instant createdAt;
    private Instant dueAt;
    private int attempts;
    private String problem;

    @Transient
    private boolean kept;

    protected OutgoingMail() {}

    OutgoingMail(UUID id, String recipient, String subject, Sealed text, Instant now) {
        this.id = id;
        this.recipient = recipient;
        String line = subject.replaceAll("\\p{Cntrl}", " ");
        this.subject = line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 1) + "…";
        this.keyId = text.keyId();
        this.sealed = Base64.getEncoder().encodeToString(text.bytes());
        this.createdAt = now;
        this.dueAt = now;
    }

    static String context(UUID id) {
        return "outgoing-mail|" + id;
    }

    /** The next attempt is twice as far away each time. */
    void failed(String reason, Instant now) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(attempts, 10));
        attempts++;
        problem = reason.length() > 500 ? reason.substring(0, 500) : reason;
        dueAt = now.plus(delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay);
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !kept;
    }

    @PostPersist
    @PostLoad
    void keep() {
        kept = true;
    }

    String recipient() {
        return recipient;
    }

    String subject() {
        return subject;
    }

    Sealed text() {
        return new Sealed(keyId, Base64.getDecoder().decode(sealed));
    }

    Instant createdAt() {
        return createdAt;
    }

    int attempts() {
        return attempts;
    }

    String problem() {
        return problem;
    }
}
