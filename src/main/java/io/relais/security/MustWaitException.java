package io.relais.security;

import java.time.Duration;
import org.springframework.security.authentication.LockedException;

/** Too many wrong passwords; says when to try again. */
public class MustWaitException extends LockedException {

    private final long seconds;

    public MustWaitException(Duration time) {
        super("Too many attempts");
        this.seconds = time.plusMillis(999).toSeconds();
    }

    /** Whole seconds, so that who waits that long has waited long enough. */
    public long seconds() {
        return seconds;
    }
}
