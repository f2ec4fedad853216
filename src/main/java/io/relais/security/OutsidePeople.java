package io.relais.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets somebody of a reseller or a customer be itself on pages that belong to no side, like those behind personal links, only while its
 * session goes on and once it has given all that its sign-in asks for. Until then, and afterwards, it is nobody there.
 */
class OutsidePeople extends OncePerRequestFilter {

    private final OutsideSessions sessions;

    OutsidePeople(OutsideSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        if (person != null
                && person.getPrincipal() instanceof OutsidePerson outside
                && !(signedIn(person, outside) && sessions.goesOn(person))) {
            SecurityContextHolder.clearContext();
        }
        chain.doFilter(request, response);
    }

    private static boolean signedIn(Authentication person, OutsidePerson outside) {
        return AuthorityUtils.authorityListToSet(person.getAuthorities())
                .contains(outside.side().name());
    }
}
