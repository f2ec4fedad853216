package io.relais.account;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.relais.audit.AuditTrail;
import io.relais.provider.Provider;
import io.relais.security.MustWaitException;
import io.relais.security.SealingKeys;
import io.relais.security.SignInThrottle;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;
import org.springframework.web.util.UriUtils;

/**
 * The second factor, for who wants one: a code of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds, one step early or late), each
 * taken once; and ten codes on paper for who has lost the app. After wrong codes one has to wait, longer each time.
 */
@Service
public class SecondFactors {

    static final int RECOVERY_CODES = 10;

    private static final int SECRET_BYTES = 20;
    private static final int RECOVERY_BYTES = 10;
    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator();
    private static final long STEP_SECONDS = CODES.getTimeStep().toSeconds();

    private final AccountRepository accounts;
    private final AccountSessions sessions;
    private final AccountLinks links;
    private final RecoveryCodes recoveryCodes;
    private final SealingKeys keys;
    private final PasswordEncoder passwords;
    private final SignInThrottle throttle;
    private final Provider provider;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SecondFactors(
            AccountRepository accounts,
            AccountSessions sessions,
            AccountLinks links,
            RecoveryCodes recoveryCodes,
            SealingKeys keys,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            Provider provider,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.links = links;
        this.recoveryCodes = recoveryCodes;
        this.keys = keys;
        this.passwords = passwords;
        this.throttle = throttle;
        this.provider = provider;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a secret that counts once {@link #confirm} has seen a code of it; an earlier one that was never confirmed is gone. */
    @Transactional
    public void offer(UUID account) {
        Account offered = locked(account);
        if (!offered.secondFactor()) {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            offered.offerSecondFactor(keys.seal(Base32.encode(secret), context(account)));
        }
    }

    /** The secret that waits to be confirmed, in Base32; empty if none does. */
    @Transactional(readOnly = true)
    public Optional<String> offered(UUID account) {
        return accounts.findById(account)
                .filter(found -> !found.secondFactor() && found.secret() != null)
                .map(this::secret);
    }

    /** What an authenticator app reads from the picture. */
    public String address(String userName, String secret) {
        String issuer = UriUtils.encode(provider.name(), "UTF-8");
        return "otpauth://totp/" + issuer + ":" + UriUtils.encode(userName, "UTF-8") + "?secret=" + secret + "&issuer="
                + issuer + "&algorithm=SHA1&digits=" + CODES.getPasswordLength() + "&period=" + STEP_SECONDS;
    }

    /**
     * From now on signing in asks for a code. Sessions elsewhere, which began without one, end; and the holder is told, since it may have
     * been somebody at a browser left open.
     *
     * @param password the present one
     * @param code a code of the secret that was offered
     * @param errors takes what is wrong, at the fields {@code password} and {@code code}; nothing is changed then
     * @return the recovery codes, to be shown this once; empty if something is wrong or nothing was offered
     * @throws MustWaitException after wrong passwords or codes
     */
    @Transactional
    public List<String> confirm(UUID account, UUID here, String password, String code, Errors errors) {
        Account confirmed = locked(account);
        if (confirmed.secondFactor() || confirmed.secret() == null || !knows(confirmed, password, errors)) {
            return List.of();
        }
        Optional<Long> step = step(confirmed, plain(code));
        if (step.isEmpty()) {
            throttle.failed(throttled(confirmed), address(account));
            errors.rejectValue("code", "account.code.wrong");
            return List.of();
        }
        throttle.succeeded(throttled(confirmed));
        confirmed.confirmSecondFactor(step.get(), clock.instant());
        sessions.endOthers(account, here);
        audit.record("set_up_second_factor", Accounts.AUDIT, account);
        tell(confirmed, "account.mail.factorOn.subject", "account.mail.factorOn.text");
        return freshCodes(account);
    }

    /**
     * Ten other recovery codes in place of those that are left; the holder is told.
     *
     * @param errors takes what is wrong, at the fields {@code password} and {@code code}; nothing is changed then
     * @return the codes, to be shown this once; empty if something is wrong or there is no second factor
     * @throws MustWaitException after wrong passwords or codes
     */
    @Transactional
    public List<String> renewRecoveryCodes(UUID account, String password, String code, Errors errors) {
        Account renewed = locked(account);
        if (!renewed.secondFactor() || !knowsBoth(renewed, password, code, errors)) {
            return List.of();
        }
        audit.record("renew_recovery_codes", Accounts.AUDIT, account);
        tell(renewed, "account.mail.codes.subject", "account.mail.codes.text");
        return freshCodes(account);
    }

    /**
     * Signing in does not ask for a code any more.
     *
     * @param errors takes what is wrong, at the fields {@code password} and {@code code}; nothing is changed then
     * @throws MustWaitException after wrong passwords or codes
     */
    @Transactional
    public void turnOff(UUID account, String password, String code, Errors errors) {
        Account changed = locked(account);
        if (changed.secondFactor() && knowsBoth(changed, password, code, errors)) {
            remove(changed);
            audit.record("turn_off_second_factor", Accounts.AUDIT, account);
        }
    }

    private boolean knowsBoth(Account account, String password, String code, Errors errors) {
        if (!knows(account, password, errors)) {
            return false;
        }
        boolean right = accepts(account, code, address(account.id()));
        if (!right) {
            errors.rejectValue("code", "account.code.wrong");
        }
        return right;
    }

    /** Whoever only sits at a browser that was left open does not know the password. */
    private boolean knows(Account account, String password, Errors errors) {
        patience(account, address(account.id()));
        boolean right = password != null && passwords.matches(password, account.passwordHash());
        if (!right) {
            throttle.failed(throttled(account), address(account.id()));
            errors.rejectValue("password", "account.password.wrong");
        }
        return right;
    }

    /** Takes the second factor from an account and tells its holder. */
    void remove(Account account) {
        account.removeSecondFactor();
        recoveryCodes.deleteOf(account.id());
        tell(account, "account.mail.factor.subject", "account.mail.factor.text");
    }

    /** None of the recovery codes counts any more. */
    void forgetCodes(UUID account) {
        recoveryCodes.deleteOf(account);
    }

    private void tell(Account account, String subject, String text) {
        AccountCard card = account.card();
        links.tell(card, card.holder().email(), subject, text);
    }

    @Transactional(readOnly = true)
    public int recoveryCodesLeft(UUID account) {
        return recoveryCodes.countByAccountId(account);
    }

    /** Whether this is a code that the account takes now; it will not be again. The account must be locked. */
    boolean accepts(Account account, String code, String address) {
        patience(account, address);
        String plain = plain(code);
        Optional<Long> step = account.secondFactor() ? step(account, plain) : Optional.empty();
        if (step.isPresent()) {
            account.codeTaken(step.get());
        } else if (account.secondFactor() && recoveryCodes.use(account.id(), fingerprint(account.id(), plain)) > 0) {
            audit.recordAs(account.person().userName(), "use_recovery_code", Accounts.AUDIT, account.id(), null, null);
        } else {
            throttle.failed(throttled(account), address);
            audit.recordAs(Accounts.SOMEBODY, "refuse_code", Accounts.AUDIT, account.id(), null, null);
            return false;
        }
        throttle.succeeded(throttled(account));
        return true;
    }

    private void patience(Account account, String address) {
        Duration wait = throttle.mustWait(throttled(account), address);
        if (!wait.isZero()) {
            throw new MustWaitException(wait);
        }
    }

    /** The step whose code this is, if it is near enough and later than all that were taken. */
    private Optional<Long> step(Account account, String code) {
        SecretKeySpec key = new SecretKeySpec(Base32.decode(secret(account)), CODES.getAlgorithm());
        long now = Math.floorDiv(clock.instant().getEpochSecond(), STEP_SECONDS);
        for (long step = now - 1; step <= now + 1; step++) {
            if (step > account.step() && MessageDigest.isEqual(code(key, step).getBytes(), code.getBytes())) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    private static String code(SecretKeySpec key, long step) {
        try {
            return CODES.generateOneTimePasswordString(key, Instant.ofEpochSecond(step * STEP_SECONDS), Locale.ROOT);
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private List<String> freshCodes(UUID account) {
        recoveryCodes.deleteOf(account);
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            byte[] bytes = new byte[RECOVERY_BYTES];
            random.nextBytes(bytes);
            String code = Base32.encode(bytes);
            recoveryCodes.save(new RecoveryCode(account, fingerprint(account, code)));
            codes.add(code.replaceAll("(.{4})(?=.)", "$1-"));
        }
        return codes;
    }

    private static String fingerprint(UUID account, String code) {
        return SealingKeys.fingerprint(account + ":" + code);
    }

    /** However it was copied: with blanks, dashes, small letters. */
    private static String plain(String code) {
        return code == null
                ? ""
                : Normalizer.normalize(code, Normalizer.Form.NFKC)
                        .replaceAll("[^A-Za-z0-9]", "")
                        .toUpperCase(Locale.ROOT);
    }

    private String secret(Account account) {
        return keys.open(account.secret(), context(account.id()));
    }

    private static String context(UUID account) {
        return "account-totp:" + account;
    }

    private static String throttled(Account account) {
        return "code:" + account.id();
    }

    /** Who is signed in already is slowed down for itself, not for everybody at the same address. */
    private static String address(UUID account) {
        return "account:" + account;
    }

    private Account locked(UUID account) {
        return accounts.lock(account).orElseThrow();
    }
}
