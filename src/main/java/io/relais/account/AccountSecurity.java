package io.relais.account;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import io.relais.security.Denial;
import io.relais.security.MustWaitException;
import io.relais.security.PageHeaders;
import io.relais.security.Side;
import io.relais.security.UploadGate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/**
 * The two outer sides of the counter, a filter chain each: {@code /reseller/**} and {@code /customer/**}, each with a sign-in of its own.
 * Being signed in at one side means nothing at another.
 */
@Configuration(proxyBeanMethods = false)
class AccountSecurity {

    /** Argon2id for what people choose; bcrypt for temporary passwords, which are random and long. */
    @Bean
    static PasswordEncoder accountPasswords() {
        return new DelegatingPasswordEncoder(
                "argon2",
                Map.of(
                        "argon2",
                        Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
                        "bcrypt",
                        new BCryptPasswordEncoder()));
    }

    @Bean
    @Order(2)
    SecurityFilterChain resellersSide(HttpSecurity http, AccountSignIn signIn, MultipartProperties uploads)
            throws Exception {
        return side(http, Side.RESELLER, signIn, uploads);
    }

    @Bean
    @Order(3)
    SecurityFilterChain customersSide(HttpSecurity http, AccountSignIn signIn, MultipartProperties uploads)
            throws Exception {
        return side(http, Side.CUSTOMER, signIn, uploads);
    }

    private static SecurityFilterChain side(
            HttpSecurity http, Side side, AccountSignIn signIn, MultipartProperties uploads) throws Exception {
        String root = "/" + side.name().toLowerCase(Locale.ROOT);
        String login = root + "/login";
        AuthenticationManager manager = attempt -> signIn.signIn(side, attempt);
        HttpSessionRequestCache whereTo = new HttpSessionRequestCache();
        whereTo.setMatchingRequestParameterName(null);
        whereTo.setRequestMatcher(withDefaults().matcher(org.springframework.http.HttpMethod.GET, root + "/**"));
        return http.securityMatcher(root, root + "/**")
                .authenticationManager(manager)
                .addFilterBefore(new UploadGate(uploads), CsrfFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(login, root + "/public/**")
                        .permitAll()
                        .requestMatchers(root + "/new-password")
                        .hasAnyAuthority(AccountSignIn.PASSWORD_DUE, side.name())
                        .anyRequest()
                        .hasAuthority(side.name()))
                .formLogin(form -> form.loginPage(login)
                        .loginProcessingUrl(login)
                        .defaultSuccessUrl(root)
                        .failureHandler((request, response, failure) -> response.sendRedirect(request.getContextPath()
                                + login
                                + (failure instanceof MustWaitException wait ? "?wait=" + wait.seconds() : "?wrong"))))
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.requestCache(whereTo))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(
                                (request, response, missing) -> response.sendRedirect(request.getContextPath() + login))
                        .accessDeniedHandler((request, response, denied) -> deny(root, request, response, denied)))
                .headers(headers -> headers.addHeaderWriter(new PageHeaders("no-referrer")))
                .build();
    }

    private static void deny(
            String root, HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        if (person != null
                && person.getAuthorities().stream()
                        .anyMatch(held -> held.getAuthority().equals(AccountSignIn.PASSWORD_DUE))) {
            response.sendRedirect(request.getContextPath() + root + "/new-password");
        } else if (denied instanceof CsrfException) {
            request.setAttribute(Denial.ATTRIBUTE, new Denial(true, java.util.List.of()));
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            // What is not one's own does not exist.
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
