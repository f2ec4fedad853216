package io.relais.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. After each wrong password a name must wait, twice as long each time; an address from which too many wrong passwords
 * came must wait too, whatever the names. The engine does the same for names that exist, and keeps it in the database; this one treats all
 * names alike, so that waiting doesn't tell which exist, and can therefore say openly that one has to wait.
 */
@Component
public class SignInThrottle {

    static final int FIRST_DELAY_SECONDS = 1;
    static final int DELAY_FACTOR = 2;
    static final int LONGEST_DELAY_SECONDS = 300;

    static final int FAILURES_PER_ADDRESS = 50;
    static final Duration ADDRESS_WINDOW = Duration.ofMinutes(15);

    private static final int REMEMBERED = 10_000;

    private record Failures(int count, Instant until) {}

    private final Clock clock;
    private final Map<String, Failures> names = remembering();
    private final Map<String, Failures> addresses = remembering();

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How long this name, or anybody at this address, still has to wait; zero for those who may try. */
    public synchronized Duration mustWait(String name, String address) {
        Instant now = clock.instant();
        Failures ofName = names.get(name);
        Failures ofAddress = addresses.get(address);
        Instant until = ofName == null ? now : ofName.until;
        if (ofAddress != null && ofAddress.count >= FAILURES_PER_ADDRESS && ofAddress.until.isAfter(until)) {
            until = ofAddress.until;
        }
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    /**
     * Counts a wrong password, unless one has to wait by now: of many who try at once only the first is told that it was wrong.
     *
     * @return as {@link #mustWait}; nothing was counted unless it is zero
     */
    public synchronized Duration failed(String name, String address) {
        Duration wait = mustWait(name, address);
        if (!wait.isZero()) {
            return wait;
        }
        Instant now = clock.instant();
        int failures = 1 + (names.containsKey(name) ? names.get(name).count : 0);
        double delay = Math.min(FIRST_DELAY_SECONDS * Math.pow(DELAY_FACTOR, failures - 1), LONGEST_DELAY_SECONDS);
        names.put(name, new Failures(failures, now.plusSeconds((long) delay)));

        Failures window = addresses.get(address);
        addresses.put(
                address,
                window == null || !now.isBefore(window.until)
                        ? new Failures(1, now.plus(ADDRESS_WINDOW))
                        : new Failures(window.count + 1, window.until));
        return wait;
    }

    public synchronized void succeeded(String name) {
        names.remove(name);
    }

    /** Starts anew, for tests that follow each other faster than people do. */
    synchronized void forget() {
        names.clear();
        addresses.clear();
    }

    private static Map<String, Failures> remembering() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
