package io.relais.security;

import static org.springframework.http.HttpMethod.POST;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets files in where one is expected, and only from people who may send it. A servlet container writes a file to its disk as soon as
 * anyone asks for any parameter of the request, and the check for forged requests does, before anybody has asked who is there.
 */
class UploadGate extends OncePerRequestFilter {

    /**
     * Where files are sent to.
     *
     * @param authority what a person needs to send one
     * @param most the largest request; who sends a larger one is led to the page's {@code ?tooLarge}
     */
    private record Gate(RequestMatcher path, String authority, DataSize most) {}

    private static final DataSize LOGO = DataSize.ofMegabytes(2);

    /** Camunda reads its own uploads, without the container's help. */
    private static final RequestMatcher CAMUNDA = withDefaults().matcher("/camunda/**");

    private final List<Gate> gates;

    UploadGate(MultipartProperties limits) {
        this.gates = List.of(
                new Gate(
                        withDefaults().matcher(POST, "/catalog/imports"),
                        Permission.IMPORT_PRICE_LIST.name(),
                        limits.getMaxRequestSize()),
                new Gate(
                        withDefaults().matcher(POST, "/company-profile/requests/*/details"),
                        Permission.REQUEST_PROFILE_CHANGE.name(),
                        LOGO),
                new Gate(
                        withDefaults().matcher(POST, "/company-profile/requests/*/answer"),
                        Permission.REQUEST_PROFILE_CHANGE.name(),
                        LOGO));
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
        Optional<Gate> gate =
                gates.stream().filter(one -> one.path().matches(request)).findFirst();
        if (gate.isEmpty()) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        } else if (person == null) {
            response.sendRedirect(request.getContextPath() + "/login?expired");
        } else if (person.getAuthorities().stream()
                .noneMatch(held -> gate.get().authority().equals(held.getAuthority()))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getContentLengthLong() > gate.get().most().toBytes()) {
            // Read to its end, for no browser shows an answer to what it is still sending.
            request.getInputStream().transferTo(OutputStream.nullOutputStream());
            response.sendRedirect(request.getRequestURI() + "?tooLarge");
        } else {
            chain.doFilter(request, response);
        }
    }
}
