package io.relais.account;

import io.relais.security.MustWaitException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes so many passwords at once and no more, since each takes memory and time by design; who comes then waits its turn, and when too many
 * wait, is told to come back, as is who guesses.
 */
class BoundedPasswords implements PasswordEncoder {

    /** For each that is hashed, so many may wait. */
    static final int WAITING_FOR_EACH = 8;

    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final PasswordEncoder passwords;
    private final Semaphore turns;
    private final int mostWaiting;

    BoundedPasswords(PasswordEncoder passwords, int atOnce) {
        this.passwords = passwords;
        this.turns = new Semaphore(atOnce, true);
        this.mostWaiting = atOnce * WAITING_FOR_EACH;
    }

    /** @throws MustWaitException when too many wait */
    @Override
    public String encode(CharSequence password) {
        return inTurn(() -> passwords.encode(password));
    }

    /** @throws MustWaitException when too many wait */
    @Override
    public boolean matches(CharSequence password, String hash) {
        return inTurn(() -> passwords.matches(password, hash));
    }

    @Override
    public boolean upgradeEncoding(String hash) {
        return passwords.upgradeEncoding(hash);
    }

    private <T> T inTurn(Supplier<T> hashing) {
        if (turns.getQueueLength() >= mostWaiting) {
            throw new MustWaitException(COME_BACK);
        }
        turns.acquireUninterruptibly();
        try {
            return hashing.get();
        } finally {
            turns.release();
        }
    }
}
