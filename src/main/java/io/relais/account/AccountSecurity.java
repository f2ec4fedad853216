package io.relais.account;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import io.relais.security.Denial;
import io.relais.security.MustWaitException;
import io.relais.security.OutsidePerson;
import io.relais.security.PageHeaders;
import io.relais.security.Side;
import io.relais.security.UploadGate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * The two outer sides of the counter, a filter chain each: {@code /reseller/**} and {@code /customer/**}, each with a sign-in of its own.
 * Being signed in at one side means nothing at another.
 */
@Configuration(proxyBeanMethods = false)
class AccountSecurity {

    /** Argon2id for what people choose; bcrypt for temporary passwords, which are random and long. */
    @Bean
    static PasswordEncoder accountPasswords(AccountProperties properties) {
        return new BoundedPasswords(
                new DelegatingPasswordEncoder(
                        "argon2",
                        Map.of(
                                "argon2",
                                Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
                                "bcrypt",
                                new BCryptPasswordEncoder())),
                properties.hashesAtOnce());
    }

    @Bean
    @Order(2)
    SecurityFilterChain resellersSide(
            HttpSecurity http, AccountSignIn signIn, AccountSessions sessions, MultipartProperties uploads)
            throws Exception {
        return side(http, Side.RESELLER, signIn, sessions, uploads);
    }

    @Bean
    @Order(3)
    SecurityFilterChain customersSide(
            HttpSecurity http, AccountSignIn signIn, AccountSessions sessions, MultipartProperties uploads)
            throws Exception {
        return side(http, Side.CUSTOMER, signIn, sessions, uploads);
    }

    /**
     * Where somebody wanted to go who has to sign in first; each side remembers for itself. Not what is there only while something is due,
     * nor what a page shows within itself.
     */
    static HttpSessionRequestCache whereTo(Side side) {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setSessionAttrName("SAVED_REQUEST_" + side);
        cache.setMatchingRequestParameterName(null);
        PathPatternRequestMatcher.Builder get = withDefaults();
        cache.setRequestMatcher(new AndRequestMatcher(
                get.matcher(HttpMethod.GET, side.root() + "/**"),
                new NegatedRequestMatcher(new OrRequestMatcher(
                        get.matcher(side.root() + "/new-password"),
                        get.matcher(side.root() + "/second-factor"),
                        get.matcher(side.root() + "/account/second-factor/picture")))));
        return cache;
    }

    private static SecurityFilterChain side(
            HttpSecurity http, Side side, AccountSignIn signIn, AccountSessions sessions, MultipartProperties uploads)
            throws Exception {
        String root = side.root();
        String login = root + "/login";
        AuthenticationManager manager = attempt -> signIn.signIn(side, attempt);
        HttpSessionRequestCache whereTo = whereTo(side);
        SavedRequestAwareAuthenticationSuccessHandler welcome = new SavedRequestAwareAuthenticationSuccessHandler();
        welcome.setRequestCache(whereTo);
        welcome.setDefaultTargetUrl(root);
        return http.securityMatcher(root, root + "/**")
                .authenticationManager(manager)
                .addFilterBefore(new UploadGate(uploads), CsrfFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(login, root + "/public/**")
                        .permitAll()
                        .requestMatchers(root + "/new-password")
                        .access((person, request) ->
                                new AuthorizationDecision(AccountSignIn.PASSWORD_DUE.equals(due(person.get(), side))))
                        .requestMatchers(root + "/second-factor")
                        .access((person, request) -> new AuthorizationDecision(
                                AccountSignIn.SECOND_FACTOR_DUE.equals(due(person.get(), side))))
                        .anyRequest()
                        .hasAuthority(side.name()))
                .addFilterBefore(new AccountSessionCheck(sessions), AnonymousAuthenticationFilter.class)
                .formLogin(form -> form.loginPage(login)
                        .loginProcessingUrl(login)
                        .authenticationDetailsSource(request -> new AccountSignIn.Attempt(
                                request.getRemoteAddr(), Browsers.name(request.getHeader(HttpHeaders.USER_AGENT))))
                        .successHandler((request, response, person) -> {
                            if (due(person, side) == null) {
                                welcome.onAuthenticationSuccess(request, response, person);
                            } else {
                                response.sendRedirect(request.getContextPath() + root + pageOf(due(person, side)));
                            }
                        })
                        .failureHandler((request, response, failure) ->
                                response.sendRedirect(request.getContextPath() + login + refusal(failure))))
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.requestCache(whereTo))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(
                                (request, response, missing) -> response.sendRedirect(request.getContextPath()
                                        + login
                                        + (request.getAttribute(AccountSessionCheck.ENDED) == null ? "" : "?ended")))
                        .accessDeniedHandler((request, response, denied) -> deny(side, request, response, denied)))
                .headers(headers -> headers.addHeaderWriter(new PageHeaders("no-referrer")))
                .build();
    }

    private static String refusal(AuthenticationException failure) {
        if (failure instanceof MustWaitException wait) {
            return "?wait=" + wait.seconds();
        }
        return failure instanceof CredentialsExpiredException ? "?late" : "?wrong";
    }

    /** What a person of this side still has to do before it is signed in; null if nothing, or for anybody else. */
    private static String due(Authentication person, Side side) {
        if (person == null || !(person.getPrincipal() instanceof OutsidePerson outside) || outside.side() != side) {
            return null;
        }
        return person.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(List.of(AccountSignIn.PASSWORD_DUE, AccountSignIn.SECOND_FACTOR_DUE)::contains)
                .findFirst()
                .orElse(null);
    }

    private static String pageOf(String due) {
        return due.equals(AccountSignIn.PASSWORD_DUE) ? "/new-password" : "/second-factor";
    }

    private static void deny(
            Side side, HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        String due = due(SecurityContextHolder.getContext().getAuthentication(), side);
        if (denied instanceof CsrfException) {
            request.setAttribute(Denial.ATTRIBUTE, new Denial(true, List.of()));
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (due != null) {
            response.sendRedirect(request.getContextPath() + side.root() + pageOf(due));
        } else {
            // What is not one's own does not exist.
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
