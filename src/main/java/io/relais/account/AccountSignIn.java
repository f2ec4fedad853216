package io.relais.account;

import io.relais.audit.AuditTrail;
import io.relais.security.MustWaitException;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.security.SignInThrottle;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Checks name and password at an outer side of the counter. Who still has to choose a password of their own gets the authority {@value
 * #PASSWORD_DUE} and nothing else.
 */
@Component
class AccountSignIn {

    static final String PASSWORD_DUE = "PASSWORD_DUE";

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final SignInThrottle throttle;
    private final AuditTrail audit;
    private final Clock clock;
    private final String nobodys;

    AccountSignIn(
            AccountRepository accounts,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
        this.nobodys = passwords.encode("nobody's");
    }

    @Transactional
    public Authentication signIn(Side side, Authentication attempt) {
        String name = Accounts.key(attempt.getName());
        String throttled = side + ":" + name;
        String password = String.valueOf(attempt.getCredentials());
        String address =
                attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        Duration wait = throttle.mustWait(throttled, address);
        if (!wait.isZero()) {
            throw new MustWaitException(wait);
        }
        Account account = accounts.findByUserName(name)
                .filter(found -> found.person().side() == side)
                .filter(found -> found.enabled() && found.passwordHash() != null)
                .orElse(null);
        // As long for names that nobody has.
        boolean fits = passwords.matches(password, account == null ? nobodys : account.passwordHash());
        if (account == null || !fits) {
            throttle.failed(throttled, address);
            throw new BadCredentialsException("Wrong name or password");
        }
        throttle.succeeded(throttled);
        account.signedIn(clock.instant());
        audit.recordAs(account.person().userName(), "sign_in", Accounts.AUDIT, account.id(), null, null);
        UsernamePasswordAuthenticationToken person =
                UsernamePasswordAuthenticationToken.authenticated(account.person(), null, authorities(account));
        person.setDetails(attempt.getDetails());
        return person;
    }

    static List<GrantedAuthority> authorities(Account account) {
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
