package io.relais.security;

import java.time.Duration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Checks a name and a password against the engine's users, for the sign-in page and for HTTP Basic alike. */
@Component
class StaffSignIn implements AuthenticationProvider {

    private final Staff staff;
    private final StaffPasswords passwords;
    private final SignInThrottle throttle;

    StaffSignIn(Staff staff, StaffPasswords passwords, SignInThrottle throttle) {
        this.staff = staff;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName();
        String password = String.valueOf(attempt.getCredentials());
        String address =
                attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        Duration wait = throttle.mustWait(name, address);
        if (!wait.isZero()) {
            throw new MustWaitException(wait);
        }
        boolean fits = fits(name, password);
        Duration meanwhile = fits ? throttle.mustWait(name, address) : throttle.failed(name, address);
        if (!meanwhile.isZero()) {
            throw new MustWaitException(meanwhile);
        }
        if (!fits) {
            throw new BadCredentialsException("Wrong name or password");
        }
        throttle.succeeded(name);
        UsernamePasswordAuthenticationToken person =
                UsernamePasswordAuthenticationToken.authenticated(name, null, staff.authorities(name));
        person.setDetails(attempt.getDetails());
        return person;
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
    }

    private boolean fits(String name, String password) {
        if (name.isEmpty() || password.isEmpty() || !staff.knows(name)) {
            passwords.checkNobodys(password);
            return false;
        }
        return staff.passwordFits(name, password);
    }
}
