package io.relais.account;

import io.relais.security.MustWaitException;
import io.relais.security.Side;
import io.relais.security.SignInThrottle;
import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Service;

/**
 * Sends links to who has forgotten the password. Whether anybody signs in by the name is looked up only after the answer has been given, so
 * that neither its words nor its time tell.
 */
@Service
public class ForgottenPasswords {

    private static final int LONGEST_NAME = 254;

    private final AccountLinks links;
    private final SignInThrottle throttle;
    private final TaskScheduler scheduler;

    ForgottenPasswords(AccountLinks links, SignInThrottle throttle, TaskScheduler scheduler) {
        this.links = links;
        this.throttle = throttle;
        this.scheduler = scheduler;
    }

    /**
     * Sends a link to whoever signs in by this name at this side, if anybody does.
     *
     * @throws MustWaitException if links for this name, or from this address, are asked for too often
     */
    public void ask(Side side, String userName, String address) {
        String key = Accounts.key(userName);
        String name = "forgotten:" + side + ":" + (key.length() > LONGEST_NAME ? "" : key);
        String from = "forgotten:" + address;
        Duration wait = throttle.failed(name, from);
        if (!wait.isZero()) {
            throw new MustWaitException(wait);
        }
        if (key.length() <= LONGEST_NAME) {
            scheduler.schedule(() -> links.sendReset(side, key), Instant.EPOCH);
        }
    }
}
