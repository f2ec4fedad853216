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
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets files in where one is expected, and only from people who may send it. A servlet container writes a file to its disk as soon as
 * anyone asks for any parameter of the request, and the check for forged requests does, before anybody has asked who is there.
 */
public final class UploadGate extends OncePerRequestFilter {

    /** What people send along with what they write; each file is judged by whoever takes it. */
    private static final DataSize ATTACHMENTS = DataSize.ofMegabytes(60);

    private static final DataSize LOGO = DataSize.ofMegabytes(2);

    /** Camunda reads its own uploads, without the container's help. */
    private static final RequestMatcher CAMUNDA = withDefaults().matcher("/camunda/**");

    /**
     * Where files may be sent to.
     *
     * @param authority who may
     * @param most how large the whole request may be
     * @param login where those are led whose session is over
     */
    private record Entrance(RequestMatcher matcher, String authority, DataSize most, String login) {

        Entrance(String path, String authority, DataSize most, String login) {
            this(withDefaults().matcher(POST, path), authority, most, login);
        }
    }

    private final List<Entrance> entrances;

    public UploadGate(MultipartProperties limits) {
        String support = Permission.HANDLE_SUPPORT_REQUESTS.name();
        this.entrances = List.of(
                new Entrance(
                        "/catalog/imports", Permission.IMPORT_PRICE_LIST.name(), limits.getMaxRequestSize(), "/login"),
                new Entrance(
                        "/company-profile/requests/{id}/details",
                        Permission.REQUEST_PROFILE_CHANGE.name(),
                        LOGO,
                        "/login"),
                new Entrance(
                        "/company-profile/requests/{id}/answer",
                        Permission.REQUEST_PROFILE_CHANGE.name(),
                        LOGO,
                        "/login"),
                new Entrance("/support-requests", support, ATTACHMENTS, "/login"),
                new Entrance("/support-requests/{id}", support, ATTACHMENTS, "/login"),
                new Entrance("/support-requests/{id}/answer", support, ATTACHMENTS, "/login"),
                new Entrance("/reseller/support-requests", Side.RESELLER.name(), ATTACHMENTS, "/reseller/login"),
                new Entrance("/reseller/support-requests/{id}", Side.RESELLER.name(), ATTACHMENTS, "/reseller/login"),
                new Entrance("/customer/support-requests", Side.CUSTOMER.name(), ATTACHMENTS, "/customer/login"),
                new Entrance("/customer/support-requests/{id}", Side.CUSTOMER.name(), ATTACHMENTS, "/customer/login"));
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
        Entrance entrance = entrances.stream()
                .filter(one -> one.matcher().matches(request))
                .findFirst()
                .orElse(null);
        if (entrance == null) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        } else if (person == null) {
            response.sendRedirect(request.getContextPath() + entrance.login() + "?expired");
        } else if (person.getAuthorities().stream()
                .noneMatch(held -> entrance.authority().equals(held.getAuthority()))) {
            // At the outer sides what is not one's own does not exist.
            boolean outside = !entrance.login().equals("/login");
            boolean staff = person.getAuthorities().stream()
                    .anyMatch(held -> Side.STAFF.name().equals(held.getAuthority()));
            response.sendError(outside || !staff ? HttpServletResponse.SC_NOT_FOUND : HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            response.sendError(HttpServletResponse.SC_LENGTH_REQUIRED);
        } else if (request.getContentLengthLong() > entrance.most().toBytes()) {
            // Read to its end, for no browser shows an answer to what it is still sending.
            request.getInputStream().transferTo(OutputStream.nullOutputStream());
            response.sendRedirect(request.getRequestURI() + "?tooLarge=true");
        } else {
            chain.doFilter(request, response);
        }
    }
}
