package io.relais.security;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.ExpressionAuthorizationDecision;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Why somebody was turned away, for the page that says so.
 *
 * @param stale the page had stood open for too long, so that its protection against forged requests has run out
 * @param roles who may do it; empty when that can't be told
 */
public record Denial(boolean stale, List<Role> roles) {

    /** Request attribute that carries the denial to the error page. */
    public static final String ATTRIBUTE = Denial.class.getName();

    private static final Pattern WORD = Pattern.compile("\\W+");

    static Denial of(AccessDeniedException denied) {
        if (denied instanceof AuthorizationDeniedException refused
                && refused.getAuthorizationResult() instanceof ExpressionAuthorizationDecision decision) {
            Set<String> words = WORD.splitAsStream(decision.getExpression().getExpressionString())
                    .collect(Collectors.toSet());
            List<Role> roles = Arrays.stream(Role.values())
                    .filter(role ->
                            role.permissions().stream().map(Permission::name).anyMatch(words::contains))
                    .toList();
            return new Denial(false, roles);
        }
        return new Denial(denied instanceof CsrfException, List.of());
    }
}
