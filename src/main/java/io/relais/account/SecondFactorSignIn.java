package io.relais.account;

import io.relais.security.OutsidePerson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;

/** Lets a browser in whose person gave the password before and gives the code now. */
@Component
public class SecondFactorSignIn {

    private final AccountSignIn signIn;
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    SecondFactorSignIn(AccountSignIn signIn) {
        this.signIn = signIn;
    }

    /**
     * As {@link AccountSignIn#giveCode}; the session gets another id.
     *
     * @return where to go on; empty if the code is wrong
     */
    public Optional<String> giveCode(String code, HttpServletRequest request, HttpServletResponse response) {
        Authentication waiting = SecurityContextHolder.getContext().getAuthentication();
        Optional<Authentication> person = signIn.giveCode(waiting, code, request.getRemoteAddr());
        return person.map(signedIn -> {
            request.changeSessionId();
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(signedIn);
            SecurityContextHolder.setContext(context);
            contexts.saveContext(context, request, response);
            OutsidePerson outside = (OutsidePerson) signedIn.getPrincipal();
            SavedRequest wanted = AccountSecurity.whereTo(outside.side()).getRequest(request, response);
            return wanted == null ? outside.side().root() : wanted.getRedirectUrl();
        });
    }
}
