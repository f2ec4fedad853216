package io.relais.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.support.WithSecurityContext;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/**
 * Runs a test as one of the demo's people, with exactly the authorities that signing in would give: {@code ada} (admin agent), {@code sam}
 * and {@code sofia} (sales agents), {@code hal} (helpdesk agent), {@code paula} (process owner), {@code oscar} (operator), {@code admin}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@WithSecurityContext(factory = SignedInAs.Factory.class)
public @interface SignedInAs {

    String value();

    class Factory implements WithSecurityContextFactory<SignedInAs> {

        private final Staff staff;

        @Autowired
        Factory(Staff staff) {
            this.staff = staff;
        }

        @Override
        public SecurityContext createSecurityContext(SignedInAs person) {
            if (!staff.knows(person.value())) {
                throw new IllegalArgumentException("Nobody is called " + person.value());
            }
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    person.value(), null, staff.authorities(person.value())));
            return context;
        }
    }
}
