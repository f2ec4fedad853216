package io.relais.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A page has one URL; whether its whole layout or only its content is answered is decided by a request header. The form that Camunda
 * Tasklist embeds asks for the content only, since it is a {@code <form>} itself.
 */
public final class Fragments {

    /** Request header by which the caller asks for the content without the layout. */
    public static final String HEADER = "X-Relais-Fragment";

    private Fragments() {}

    public static boolean wanted(HttpServletRequest request) {
        return request.getHeader(HEADER) != null;
    }

    /** The model attributes that tell a template which layout to use, and the layout where it is. */
    public static Map<String, Object> layout(HttpServletRequest request) {
        boolean fragment = wanted(request);
        return Map.of(
                "fragment",
                fragment,
                "layout",
                fragment ? "layout/fragment" : "layout/page",
                "path",
                request.getRequestURI(),
                "languageLink",
                languageLink(request));
    }

    /**
     * The start of a link to the page one is on, its query kept, that ends in {@code lang=…}. Empty where the page is the answer to a form:
     * it cannot be asked for again, and what was typed, or is shown only once, would be lost.
     */
    private static String languageLink(HttpServletRequest request) {
        if (!"GET".equals(request.getMethod())) {
            return "";
        }
        String query = request.getQueryString();
        String kept = query == null
                ? ""
                : Arrays.stream(query.split("&"))
                        .filter(parameter -> !parameter.isEmpty() && !parameter.startsWith("lang="))
                        .map(parameter -> parameter + "&")
                        .collect(Collectors.joining());
        return "?" + kept;
    }
}
