package io.relais.account;

import io.relais.audit.AuditTrail;
import io.relais.security.MustWaitException;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.security.SignInThrottle;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks name, password and code at an outer side of the counter. Who still has to give a code, or to choose a password of its own, gets
 * the authority {@value #SECOND_FACTOR_DUE} or {@value #PASSWORD_DUE} and nothing else.
 */
@Component
class AccountSignIn {

    static final String PASSWORD_DUE = "PASSWORD_DUE";
    static final String SECOND_FACTOR_DUE = "SECOND_FACTOR_DUE";

    private static final int LONGEST_NAME = 254;

    /** From where somebody tries. */
    record Attempt(String address, String browser) {}

    /** The session that a sign-in began; goes along with the person. */
    record Session(UUID id) implements Serializable {}

    private final AccountRepository accounts;
    private final AccountSessions sessions;
    private final SecondFactors factors;
    private final PasswordEncoder passwords;
    private final SignInThrottle throttle;
    private final AuditTrail audit;
    private final AccountProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String nobodys;

    AccountSignIn(
            AccountRepository accounts,
            AccountSessions sessions,
            SecondFactors factors,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            AuditTrail audit,
            AccountProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.factors = factors;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.nobodys = passwords.encode("nobody's");
    }

    /**
     * The first step. The password is weighed outside any transaction, for it takes its time.
     *
     * @throws CredentialsExpiredException if it is a temporary one that was not used in time; only who knows it is told
     */
    Authentication signIn(Side side, Authentication attempt) {
        String name = Accounts.key(attempt.getName());
        name = name.length() > LONGEST_NAME ? "" : name;
        String throttled = side + ":" + name;
        Attempt from = (Attempt) attempt.getDetails();
        Duration wait = throttle.mustWait(throttled, from.address());
        if (!wait.isZero()) {
            throw new MustWaitException(wait);
        }
        String password = String.valueOf(attempt.getCredentials());
        Optional<Account> known = accounts.findByUserName(name)
                .filter(found -> found.person().side() == side)
                .filter(found -> found.enabled() && found.passwordHash() != null);
        boolean fits = weigh(password, known.map(Account::passwordHash).orElse(nobodys)) && known.isPresent();
        Duration meanwhile =
                fits ? throttle.mustWait(throttled, from.address()) : throttle.failed(throttled, from.address());
        if (!meanwhile.isZero()) {
            throw new MustWaitException(meanwhile);
        }
        if (fits && tooLate(known.get())) {
            refused(known.get().id(), "sign_in_refused");
            throw new CredentialsExpiredException("The temporary password was not used in time");
        }
        Authentication person = fits ? transaction.execute(status -> welcome(known.get(), password, from)) : null;
        if (person == null) {
            known.ifPresent(account -> refused(account.id(), "sign_in_refused"));
            throw new BadCredentialsException("Wrong name or password");
        }
        throttle.succeeded(throttled);
        return person;
    }

    private boolean tooLate(Account account) {
        return account.temporaryFromBefore(clock.instant().minus(properties.temporaryPasswordValidity()));
    }

    /** As long for names that nobody has as for passwords that are hashed quickly. */
    private boolean weigh(String password, String hash) {
        if (passwords.upgradeEncoding(hash)) {
            passwords.matches(password, nobodys);
        }
        return passwords.matches(password, hash);
    }

    /** Null if the account was disabled or got another password meanwhile. */
    private Authentication welcome(Account weighed, String password, Attempt from) {
        Account account = accounts.lock(weighed.id()).orElseThrow();
        if (!account.enabled() || !weighed.passwordHash().equals(account.passwordHash())) {
            return null;
        }
        if (!account.mustChange() && passwords.upgradeEncoding(account.passwordHash())) {
            account.rehash(passwords.encode(password));
        }
        // Whoever was signed in with this browser is not any more.
        sessions.ended(AccountSessions.of(SecurityContextHolder.getContext().getAuthentication()));
        UUID session = sessions.open(account.id(), from.browser(), from.address(), account.secondFactor());
        if (!account.secondFactor()) {
            signedIn(account);
        }
        return person(account, !account.secondFactor(), new Session(session));
    }

    /**
     * The second step of who gave the password: a code of the app, or one for recovery.
     *
     * @return the person with all that is due to it; empty if the code is wrong, or the session has been ended
     * @throws MustWaitException after wrong codes
     */
    Optional<Authentication> giveCode(Authentication waiting, String code, String address) {
        OutsidePerson person = (OutsidePerson) waiting.getPrincipal();
        UUID session = AccountSessions.of(waiting);
        return transaction.execute(status -> {
            // One after the other, so that many tries at once count like as many in a row.
            Account account = accounts.lock(person.account()).orElseThrow();
            if (!factors.accepts(account, code, address) || !sessions.complete(session, account.id())) {
                return Optional.empty();
            }
            signedIn(account);
            return Optional.of(person(account, true, new Session(session)));
        });
    }

    private void signedIn(Account account) {
        account.signedIn(clock.instant());
        audit.recordAs(account.person().userName(), "sign_in", Accounts.AUDIT, account.id(), null, null);
    }

    private void refused(UUID account, String action) {
        transaction.executeWithoutResult(
                status -> audit.recordAs(Accounts.SOMEBODY, action, Accounts.AUDIT, account, null, null));
    }

    private static Authentication person(Account account, boolean codeGiven, Session session) {
        UsernamePasswordAuthenticationToken person = UsernamePasswordAuthenticationToken.authenticated(
                account.person(), null, authorities(account, codeGiven));
        person.setDetails(session);
        return person;
    }

    private static List<GrantedAuthority> authorities(Account account, boolean codeGiven) {
        if (!codeGiven) {
            return List.of(new SimpleGrantedAuthority(SECOND_FACTOR_DUE));
        }
        if (account.mustChange()) {
            return List.of(new SimpleGrantedAuthority(PASSWORD_DUE));
        }
        OutsidePerson person = account.person();
        List<GrantedAuthority> authorities = new ArrayList<>();
        authorities.add(new SimpleGrantedAuthority(person.side().name()));
        if (person.administrator()) {
            authorities.add(new SimpleGrantedAuthority(person.side().name() + OutsidePerson.ADMINISTRATOR));
        }
        return authorities;
    }
}
