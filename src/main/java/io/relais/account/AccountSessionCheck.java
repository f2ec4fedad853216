package io.relais.account;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Whose session was ended is nobody from the next request on. */
class AccountSessionCheck extends OncePerRequestFilter {

    /** Request attribute that is there when the session had been ended. */
    static final String ENDED = AccountSessionCheck.class.getName();

    private final AccountSessions sessions;

    AccountSessionCheck(AccountSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        if (person != null && !sessions.goesOn(person)) {
            request.getSession().invalidate();
            SecurityContextHolder.clearContext();
            request.setAttribute(ENDED, true);
        }
        chain.doFilter(request, response);
    }
}
