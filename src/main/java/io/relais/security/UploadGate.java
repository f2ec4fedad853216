package io.relais.security;

import static org.springframework.http.HttpMethod.POST;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets files in where one is expected, and only from people who may send it. A servlet container writes a file to its disk as soon as
 * anyone asks for any parameter of the request, and the check for forged requests does, before anybody has asked who is there.
 */
class UploadGate extends OncePerRequestFilter {

    /** Where a price list is sent to. */
    private static final RequestMatcher PRICE_LISTS = withDefaults().matcher(POST, "/catalog/imports");

    /** Camunda reads its own uploads, without the container's help. */
    private static final RequestMatcher CAMUNDA = withDefaults().matcher("/camunda/**");

    private final MultipartProperties limits;

    UploadGate(MultipartProperties limits) {
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/") || CAMUNDA.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        if (!PRICE_LISTS.matches(request)) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        } else if (person == null) {
            response.sendRedirect(request.getContextPath() + "/login?expired");
        } else if (person.getAuthorities().stream()
                .noneMatch(held -> Permission.IMPORT_PRICE_LIST.name().equals(held.getAuthority()))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getContentLengthLong() > limits.getMaxRequestSize().toBytes()) {
            // Read to its end, for no browser shows an answer to what it is still sending.
            request.getInputStream().transferTo(OutputStream.nullOutputStream());
            response.sendRedirect(request.getContextPath() + "/catalog/imports?tooLarge");
        } else {
            chain.doFilter(request, response);
        }
    }
}
