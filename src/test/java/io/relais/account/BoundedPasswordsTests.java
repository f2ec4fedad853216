package io.relais.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.relais.security.MustWaitException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How many passwords are hashed at the same time. */
class BoundedPasswordsTests {

    private static final int AT_ONCE = 2;
    private static final int WAITING = AT_ONCE * BoundedPasswords.WAITING_FOR_EACH;

    private final AtomicInteger hashing = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch go = new CountDownLatch(1);

    private final BoundedPasswords passwords = new BoundedPasswords(
            new PasswordEncoder() {
                @Override
                public String encode(CharSequence password) {
                    most.accumulateAndGet(hashing.incrementAndGet(), Math::max);
                    try {
                        go.await();
                        return "hash of " + password;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    } finally {
                        hashing.decrementAndGet();
                    }
                }

                @Override
                public boolean matches(CharSequence password, String hash) {
                    return encode(password).equals(hash);
                }
            },
            AT_ONCE);

    @Test
    void letsTheOthersWaitTheirTurnAndSendsAwayWhoIsTooMany() throws Exception {
        AtomicInteger right = new AtomicInteger();
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < AT_ONCE + WAITING; i++) {
            Thread person = new Thread(() -> {
                if (passwords.matches("a", "hash of a")) {
                    right.incrementAndGet();
                }
            });
            person.start();
            people.add(person);
        }
        await().until(() -> people.stream().allMatch(person -> person.getState() == Thread.State.WAITING));

        assertThatThrownBy(() -> passwords.encode("a")).isInstanceOf(MustWaitException.class);

        go.countDown();
        for (Thread person : people) {
            person.join();
        }
        assertThat(right).hasValue(AT_ONCE + WAITING);
        assertThat(most).hasValue(AT_ONCE);
        assertThat(passwords.encode("a")).isEqualTo("hash of a");
    }
}
