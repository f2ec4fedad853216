package io.relais.account;

import io.relais.audit.AuditTrail;
import io.relais.security.OutsideSessions;
import io.relais.web.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where the holders of accounts are signed in. Every request looks whether its session is still here, so that what ends one – the holder, a
 * new password, an administrator – ends it with its own transaction, on every node and with the next click.
 */
@Service
public class AccountSessions implements OutsideSessions {

    /** How exact the time of the last use is. */
    static final Duration EXACTNESS = Duration.ofMinutes(1);

    static final UUID NONE = new UUID(0, 0);

    private static final int LISTED = 50;

    /**
     * A session as the holder sees it.
     *
     * @param usedAt when it was last used, to the minute
     * @param browser which browser on what, in a few words; empty if it doesn't say
     * @param secondFactorDue whether the password was given and the code is not yet
     * @param here whether it is the session that asks
     */
    public record Card(
            UUID id,
            Instant signedInAt,
            Instant usedAt,
            String browser,
            String address,
            boolean secondFactorDue,
            boolean here) {}

    private final AccountSessionRepository sessions;
    private final AuditTrail audit;
    private final Duration idle;
    private final Clock clock;

    AccountSessions(AccountSessionRepository sessions, AuditTrail audit, ServerProperties server, Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.idle = server.getServlet().getSession().getTimeout();
        this.clock = clock;
    }

    /** The session of whoever asks; one that is not there for who is not signed in at an outer side. */
    public static UUID of(Authentication person) {
        return person != null && person.getDetails() instanceof AccountSignIn.Session session ? session.id() : NONE;
    }

    UUID open(UUID account, String browser, String address, boolean secondFactorDue) {
        return sessions.save(new AccountSession(account, browser, address, secondFactorDue, clock.instant()))
                .getId();
    }

    @Override
    @Transactional
    public boolean goesOn(Authentication person) {
        return !(person.getDetails() instanceof AccountSignIn.Session session) || used(session.id());
    }

    private boolean used(UUID session) {
        Instant now = clock.instant();
        AccountSession found = sessions.findById(session)
                .filter(one -> one.usedAt().isAfter(since()))
                .orElse(null);
        if (found == null) {
            return false;
        }
        if (!now.isBefore(found.usedAt().plus(EXACTNESS))) {
            sessions.used(session, now);
        }
        return true;
    }

    /** Whether the session still went on; it needs no code any more then. */
    boolean complete(UUID session, UUID account) {
        return sessions.completed(session, account) > 0;
    }

    /** Where the holder is signed in, the latest used first. */
    @Transactional(readOnly = true)
    public List<Card> of(UUID account, UUID here) {
        return sessions.of(account, since(), Limit.of(LISTED)).stream()
                .map(session -> session.card(here))
                .toList();
    }

    /**
     * Ends a session of this account.
     *
     * @throws NotFoundException if there is none, or it is somebody else's
     */
    @Transactional
    public void end(UUID account, UUID session) {
        if (sessions.delete(session, account) == 0) {
            throw new NotFoundException();
        }
        audit.record("end_session", Accounts.AUDIT, account);
    }

    /** Ends all sessions of this account but this one. */
    @Transactional
    public void endOthers(UUID account, UUID here) {
        if (sessions.deleteOthers(account, here) > 0) {
            audit.record("end_sessions", Accounts.AUDIT, account);
        }
    }

    void endAll(UUID account) {
        sessions.deleteOf(account);
    }

    /** The browser has signed out, or has not been heard of for too long. */
    @Transactional
    public void ended(UUID session) {
        sessions.delete(session);
    }

    /** Several nodes may do it at once. */
    @Scheduled(fixedDelayString = "${relais.account.purge-every:PT15M}")
    @Transactional
    public void forgetIdle() {
        sessions.deleteIdle(since());
    }

    private Instant since() {
        return clock.instant().minus(idle).minus(EXACTNESS);
    }
}
