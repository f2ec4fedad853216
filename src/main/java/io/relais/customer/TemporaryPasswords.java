package io.relais.customer;

import io.relais.account.AccountCard;
import io.relais.security.SealingKeys;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes temporary passwords and keeps their sealed copies. The plain text exists in memory twice: when it is made, and in the answer to
 * the one request that reveals it.
 */
@Component
class TemporaryPasswords {

    // Without look-alikes: no I, l, 1, O, 0, and only special characters that survive being read aloud and pasted.
    private static final String[] CLASSES = {
        "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!#%+=?@*"
    };
    private static final String ALL = String.join("", CLASSES);
    private static final int LENGTH = 20;

    private final SecureRandom random = new SecureRandom();
    private final PasswordEncoder encoder;
    private final SealingKeys keys;
    private final SealedPasswords sealedPasswords;
    private final EntityManager entities;
    private final TemporaryPasswordProperties properties;
    private final Clock clock;

    TemporaryPasswords(
            SealingKeys keys,
            SealedPasswords sealedPasswords,
            EntityManager entities,
            TemporaryPasswordProperties properties,
            Clock clock) {
        this.encoder = new BCryptPasswordEncoder(properties.bcryptStrength(), random);
        this.keys = keys;
        this.sealedPasswords = sealedPasswords;
        this.entities = entities;
        this.properties = properties;
        this.clock = clock;
    }

    /** At least one character of each class, the rest of any, in random order. */
    String generate() {
        char[] password = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            String alphabet = i < CLASSES.length ? CLASSES[i] : ALL;
            password[i] = alphabet.charAt(random.nextInt(alphabet.length()));
        }
        for (int i = LENGTH - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            char swapped = password[i];
            password[i] = password[j];
            password[j] = swapped;
        }
        return new String(password);
    }

    /** The hash to sign in with, in the form that {@link PasswordEncoderFactories} verifies. */
    String hash(String password) {
        return "{bcrypt}" + encoder.encode(password);
    }

    /** Returns until when the sealed copy waits. */
    Instant seal(UUID accountId, UUID handOver, String password) {
        Instant expiresAt = clock.instant().plus(properties.lifetime());
        entities.persist(new SealedPassword(
                accountId, handOver, keys.seal(password, SealedPassword.context(accountId, handOver)), expiresAt));
        return expiresAt;
    }

    /** Opens the sealed copy of this hand-over for the first caller and destroys it; empty for everyone after. */
    Optional<String> reveal(UUID handOver) {
        Optional<SealedPassword> waiting = sealedPasswords
                .findByHandOver(handOver)
                .filter(password -> password.expiresAt().isAfter(clock.instant()));
        if (waiting.isEmpty() || sealedPasswords.destroy(waiting.get().id()) == 0) {
            return Optional.empty();
        }
        SealedPassword password = waiting.get();
        return Optional.of(keys.open(password.sealed(), SealedPassword.context(password.accountId(), handOver)));
    }

    /** Until when the sealed copy of this hand-over waits; empty when it is gone. */
    Optional<Instant> waitsUntil(UUID handOver) {
        return sealedPasswords
                .findByHandOver(handOver)
                .map(SealedPassword::expiresAt)
                .filter(expiry -> expiry.isAfter(clock.instant()));
    }

    void destroy(UUID handOver) {
        sealedPasswords.destroyOfHandOver(handOver);
    }

    void destroyOf(Collection<AccountCard> accounts) {
        if (!accounts.isEmpty()) {
            sealedPasswords.destroyOfAccounts(
                    accounts.stream().map(AccountCard::id).toList());
        }
    }

    /** Sealed copies that nobody asked for in time are destroyed. Several nodes may do it at once. */
    @Scheduled(fixedDelayString = "${relais.temporary-password.purge-every:PT5M}")
    @Transactional
    public void destroyExpired() {
        sealedPasswords.destroyExpired(clock.instant());
    }
}
