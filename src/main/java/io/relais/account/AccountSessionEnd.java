package io.relais.account;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/** Who signs out, or is away for too long, is not in the list of sessions any more. */
@Component
class AccountSessionEnd implements HttpSessionListener {

    private final AccountSessions sessions;

    AccountSessionEnd(AccountSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        if (event.getSession().getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
                        instanceof SecurityContext context
                && context.getAuthentication() != null
                && context.getAuthentication().getDetails() instanceof AccountSignIn.Session session) {
            sessions.ended(session.id());
        }
    }
}
