package io.relais.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who did what, when, on which object, with the old and the new value (domain.md F-63). A line is written in the transaction of the
 * change it tells of, so neither exists without the other. Never hand it a secret: passwords, links and tokens have no place here.
 *
 * <p>The actor is the signed-in person; work the engine does by itself is recorded as {@value #SYSTEM}.
 */
@Service
public class AuditTrail {

    /** The actor of work that nobody asked for at that moment: timers, retried jobs. */
    public static final String SYSTEM = "system";

    private final AuditEntries entries;
    private final Clock clock;

    AuditTrail(AuditEntries entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /** Records a change of the signed-in person, without values. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(String action, String objectType, UUID objectId) {
        record(action, objectType, objectId, null, null);
    }

    /**
     * Records a change of the signed-in person.
     *
     * @param action what was done, a verb of the API's activity log in snake case, e.g. {@code add_customer}
     * @param objectType the aggregate's name, e.g. {@code customer}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(String action, String objectType, UUID objectId, String oldValue, String newValue) {
        recordAs(actor(), action, objectType, objectId, oldValue, newValue);
    }

    /** Records a change of someone who is not signed in, such as a reseller answering an invitation. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordAs(
            String actor, String action, String objectType, UUID objectId, String oldValue, String newValue) {
        if (Objects.equals(oldValue, newValue) && oldValue != null) {
            return;
        }
        entries.save(new AuditEntry(clock.instant(), actor, action, objectType, objectId, oldValue, newValue));
    }

    /** The latest lines on one object, newest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> of(String objectType, UUID objectId, int atMost) {
        return entries.findByObjectTypeAndObjectIdOrderByOccurredAtDescIdDesc(objectType, objectId, Limit.of(atMost));
    }

    /** The latest lines on any of these objects that tell of one of these actions, newest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> latest(
            String objectType, Collection<UUID> objectIds, Collection<String> actions, int atMost) {
        return entries.findByObjectTypeAndObjectIdInAndActionInOrderByOccurredAtDescIdDesc(
                objectType, objectIds, actions, Limit.of(atMost));
    }

    /** The lines on one object that come before this one, newest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> before(String objectType, UUID objectId, Instant occurredAt, long id, int atMost) {
        return entries.before(objectType, objectId, occurredAt, id, Limit.of(atMost));
    }

    /** The first lines on the object with this id, whatever its type, oldest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> of(UUID objectId, int atMost) {
        return entries.findByObjectIdOrderByOccurredAtAscIdAsc(objectId, Limit.of(atMost));
    }

    /** The signed-in person’s user name, or {@value #SYSTEM}. */
    public static String actor() {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        return person == null || !person.isAuthenticated() || "anonymousUser".equals(person.getName())
                ? SYSTEM
                : person.getName();
    }
}
