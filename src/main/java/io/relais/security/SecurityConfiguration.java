package io.relais.security;

import static org.springframework.http.HttpMethod.POST;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import io.relais.web.Fragments;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * One sign-in for the pages, Camunda's web applications and its REST API. Two chains: programs and Camunda Modeler sign in with HTTP Basic
 * at every request and have no session; people sign in once on our page. Both end at the engine's users and groups, and what a person may do
 * inside the engine is the engine's own authorization (see {@link EngineGrants}).
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {

    /** Pages and files for which nobody has to sign in. */
    static final String[] PUBLIC = {
        "/login",
        "/partnership/**",
        "/relationship/**",
        "/find-a-provider/**",
        "/error",
        "/css/**",
        "/js/**",
        "/img/**",
        "/webjars/**"
    };

    private static final RequestMatcher CAMUNDA = withDefaults().matcher("/camunda/**");
    private static final RequestMatcher CAMUNDA_API = withDefaults().matcher("/camunda/api/**");
    private static final RequestMatcher CAMUNDA_SIGN_OUT =
            withDefaults().matcher(POST, "/camunda/api/admin/auth/user/*/logout");
    private static final RequestMatcher INVITATION = new OrRequestMatcher(
            withDefaults().matcher("/partnership/**"), withDefaults().matcher("/relationship/**"));

    /** Asked for by a script, which cannot follow to a sign-in page. */
    private static final RequestMatcher BY_SCRIPT = new OrRequestMatcher(
            CAMUNDA_API,
            request -> request.getHeader(Fragments.HEADER) != null,
            request -> request.getHeader("HX-Request") != null);

    /** A page of another site makes the browser send the password it remembers for HTTP Basic. */
    private static final RequestMatcher FROM_ANOTHER_SITE = request -> {
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null && !Set.of("same-origin", "none").contains(site);
    };

    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http) throws Exception {
        return http.securityMatcher("/engine-rest/**", "/actuator/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers(FROM_ANOTHER_SITE)
                        .denyAll()
                        .requestMatchers("/actuator/**")
                        .hasAuthority(Permission.OPERATE.name())
                        .anyRequest()
                        .hasAnyAuthority(
                                Permission.DEPLOY_PROCESSES.name(),
                                Permission.OPERATE.name(),
                                Permission.MANAGE_PEOPLE.name()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .csrf(csrf -> csrf.disable())
                .httpBasic(basic -> basic.authenticationEntryPoint(SecurityConfiguration::askForBasic))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(SecurityConfiguration::askForBasic)
                        .accessDeniedHandler((request, response, denied) ->
                                refuse(response, HttpServletResponse.SC_FORBIDDEN, "This account may not do that.")))
                .build();
    }

    @Bean
    @Order(10)
    SecurityFilterChain people(
            HttpSecurity http,
            SignInAudit audit,
            Staff staff,
            OutsideSessions sessions,
            Clock clock,
            MultipartProperties uploads)
            throws Exception {
        HttpSessionRequestCache whereTo = pagesOnly();
        SavedRequestAwareAuthenticationSuccessHandler welcome = new SavedRequestAwareAuthenticationSuccessHandler();
        welcome.setRequestCache(whereTo);
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(PUBLIC)
                        .permitAll()
                        // Camunda's own ways in: another door, without our throttling, and the making of a first
                        // administrator.
                        .requestMatchers(
                                "/camunda/api/admin/auth/user/*/login/*",
                                "/camunda/api/admin/setup/**",
                                "/camunda/app/admin/*/setup/**")
                        .denyAll()
                        .anyRequest()
                        .hasAuthority(Side.STAFF.name()))
                .addFilterBefore(new UploadGate(uploads), CsrfFilter.class)
                .addFilterBefore(new StaffChanges(staff, clock), AnonymousAuthenticationFilter.class)
                .addFilterBefore(new OutsidePeople(sessions), AnonymousAuthenticationFilter.class)
                .csrf(csrf -> csrf.ignoringRequestMatchers(CAMUNDA))
                .formLogin(form -> form.loginPage("/login")
                        .successHandler((request, response, person) -> {
                            audit.signedIn(person.getName());
                            welcome.onAuthenticationSuccess(request, response, person);
                        })
                        .failureHandler((request, response, failure) -> {
                            String said;
                            if (failure instanceof MustWaitException wait) {
                                said = "wait=" + wait.seconds();
                            } else {
                                said = "wrong";
                                audit.refused(request.getParameter("username"));
                            }
                            response.sendRedirect(request.getContextPath() + "/login?" + said);
                        }))
                .logout(logout -> logout.logoutRequestMatcher(
                                new OrRequestMatcher(withDefaults().matcher(POST, "/logout"), CAMUNDA_SIGN_OUT))
                        .logoutSuccessHandler((request, response, person) -> {
                            if (person != null && person.getPrincipal() instanceof OutsidePerson outside) {
                                audit.signedOut(outside);
                                response.sendRedirect(request.getContextPath()
                                        + outside.side().root() + "/login?out");
                                return;
                            }
                            if (person != null) {
                                audit.signedOut(person.getName());
                            }
                            if (CAMUNDA_SIGN_OUT.matches(request)) {
                                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                            } else {
                                response.sendRedirect(request.getContextPath() + "/login?out");
                            }
                        }))
                .requestCache(cache -> cache.requestCache(whereTo))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(SecurityConfiguration::askToSignIn)
                        .accessDeniedHandler(SecurityConfiguration::deny))
                .headers(headers -> headers.addHeaderWriter(SecurityConfiguration::referrerPolicy)
                        .addHeaderWriter(SecurityConfiguration::contentSecurityPolicy))
                .build();
    }

    /**
     * Nobody types the character NUL, and PostgreSQL keeps no text with it: a request that carries one ends here, whatever it is for. Other
     * control characters come along when people paste, and are each field's own business.
     */
    @Bean
    static StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
        return firewall;
    }

    /** Patterns in this class are paths, whichever servlet answers them: Spring's, Camunda's or Jersey's. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean pathPatterns() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    /** Camunda's web applications take the person that Spring Security signed in. */
    @Bean
    FilterRegistrationBean<Filter> webappAuthentication() {
        return engineAuthentication(
                "Webapp authentication by Spring Security",
                new ContainerBasedAuthenticationFilter(),
                "/camunda/app/*",
                "/camunda/api/*");
    }

    /** And so does its REST API. */
    @Bean
    FilterRegistrationBean<Filter> restAuthentication() {
        return engineAuthentication(
                "REST authentication by Spring Security", new ProcessEngineAuthenticationFilter(), "/engine-rest/*");
    }

    /** Camunda's own address leads each to the application that is for them; by itself it leads everybody to Tasklist. */
    @Bean
    FilterRegistrationBean<Filter> camundaStart() {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) ->
                ((HttpServletResponse) response).sendRedirect(camundaStart((HttpServletRequest) request)));
        registration.setName("Way into Camunda's web applications");
        registration.addUrlPatterns("/camunda", "/camunda/");
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return registration;
    }

    private static String camundaStart(HttpServletRequest request) {
        String app = "tasklist";
        Set<String> authorities = AuthorityUtils.authorityListToSet(
                SecurityContextHolder.getContext().getAuthentication().getAuthorities());
        if (!authorities.contains(Permission.WORK_ON_TASKS.name())) {
            if (authorities.contains(Permission.OPERATE.name())
                    || authorities.contains(Permission.DEPLOY_PROCESSES.name())) {
                app = "cockpit";
            } else if (authorities.contains(Permission.MANAGE_PEOPLE.name())) {
                app = "admin";
            }
        }
        return request.getContextPath() + "/camunda/app/" + app + "/default/";
    }

    private static FilterRegistrationBean<Filter> engineAuthentication(String name, Filter filter, String... paths) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setName(name);
        registration.addInitParameter(
                ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM,
                ContainerBasedAuthenticationProvider.class.getName());
        registration.addUrlPatterns(paths);
        // After Spring Security, before Camunda's own filters.
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return registration;
    }

    /** Remembers where somebody wanted to go who has to sign in first: pages, never what scripts fetch. */
    private static HttpSessionRequestCache pagesOnly() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName(null);
        cache.setRequestMatcher(request -> "GET".equals(request.getMethod())
                && !BY_SCRIPT.matches(request)
                && String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_HTML_VALUE));
        return cache;
    }

    private static void askToSignIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException missing)
            throws IOException {
        if (BY_SCRIPT.matches(request)) {
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendRedirect(request.getContextPath() + "/login");
        }
    }

    private static void deny(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        boolean signedIn = person != null && !(person instanceof AnonymousAuthenticationToken);
        if (signedIn && person.getPrincipal() instanceof OutsidePerson && !(denied instanceof CsrfException)) {
            // The staff's pages do not exist for anybody else.
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (denied instanceof CsrfException && !signedIn && !INVITATION.matches(request)) {
            // The session ended while the page stood open.
            if (BY_SCRIPT.matches(request)) {
                askToSignIn(request, response, null);
            } else {
                response.sendRedirect(request.getContextPath() + "/login?expired");
            }
            return;
        }
        request.setAttribute(Denial.ATTRIBUTE, Denial.of(denied));
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }

    private static void askForBasic(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException missing)
            throws IOException {
        if (missing instanceof MustWaitException wait) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.seconds()));
            refuse(
                    response,
                    HttpStatus.TOO_MANY_REQUESTS.value(),
                    "Too many wrong passwords. Try again in " + wait.seconds() + " s.");
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Relais\", charset=\"UTF-8\"");
        refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "Sign in with HTTP Basic.");
    }

    private static void refuse(HttpServletResponse response, int status, String reason) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getWriter().write("{\"message\":\"" + reason + "\"}");
    }

    /** An invitation's address holds its token and must not travel to other sites, nor into our own logs of referrers. */
    private static void referrerPolicy(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Referrer-Policy", INVITATION.matches(request) ? "no-referrer" : "same-origin");
    }

    /** Camunda's web applications bring a policy of their own, and so may an answer of ours. */
    private static void contentSecurityPolicy(HttpServletRequest request, HttpServletResponse response) {
        if (!CAMUNDA.matches(request) && !response.containsHeader("Content-Security-Policy")) {
            response.setHeader("Content-Security-Policy", PageHeaders.CONTENT_SECURITY_POLICY);
        }
    }
}
