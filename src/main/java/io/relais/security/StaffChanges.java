package io.relais.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets what an administrator changes reach people who are signed in: who was removed is signed out, who changed groups has their
 * permissions, at most {@link #DELAY} later.
 */
class StaffChanges extends OncePerRequestFilter {

    static final Duration DELAY = Duration.ofMinutes(1);

    private static final String SEEN = StaffChanges.class.getName();

    private final Staff staff;
    private final Clock clock;
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    StaffChanges(Staff staff, Clock clock) {
        this.staff = staff;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null
                && SecurityContextHolder.getContext().getAuthentication()
                        instanceof UsernamePasswordAuthenticationToken person
                && !(person.getPrincipal() instanceof OutsidePerson)) {
            Instant now = clock.instant();
            if (!(session.getAttribute(SEEN) instanceof Instant seen)) {
                session.setAttribute(SEEN, now);
            } else if (!now.isBefore(seen.plus(DELAY))) {
                session.setAttribute(SEEN, now);
                lookAgain(person, request, response);
            }
        }
        chain.doFilter(request, response);
    }

    private void lookAgain(Authentication person, HttpServletRequest request, HttpServletResponse response) {
        if (!staff.knows(person.getName())) {
            request.getSession().invalidate();
            SecurityContextHolder.clearContext();
            return;
        }
        Set<GrantedAuthority> authorities = staff.authorities(person.getName());
        if (!authorities.equals(Set.copyOf(person.getAuthorities()))) {
            UsernamePasswordAuthenticationToken changed =
                    UsernamePasswordAuthenticationToken.authenticated(person.getName(), null, authorities);
            changed.setDetails(person.getDetails());
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(changed);
            SecurityContextHolder.setContext(context);
            contexts.saveContext(context, request, response);
        }
    }
}
