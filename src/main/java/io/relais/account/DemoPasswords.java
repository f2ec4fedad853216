package io.relais.account;

import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives made-up people the password that everybody in the demo has; the rules for real people would refuse it. */
@Component
@Profile("demo")
public class DemoPasswords {

    private static final String PASSWORD = "Relais-Demo-2026";

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final Clock clock;

    DemoPasswords(AccountRepository accounts, PasswordEncoder passwords, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** As if the person had chosen it. Whoever has signed in already is left alone. */
    @Transactional
    public void choose(UUID account) {
        accounts.findById(account)
                .filter(found -> found.card().signedInAt() == null)
                .ifPresent(found -> found.choosePassword(passwords.encode(PASSWORD), clock.instant()));
    }
}
