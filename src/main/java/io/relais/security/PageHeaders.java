package io.relais.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.header.HeaderWriter;

/** What every page of ours tells the browser to refuse, whichever filter chain it comes through. */
public final class PageHeaders implements HeaderWriter {

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src"
                    + " 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    private final String referrerPolicy;

    /** @param referrerPolicy {@code no-referrer} where addresses hold a token, else {@code same-origin} */
    public PageHeaders(String referrerPolicy) {
        this.referrerPolicy = referrerPolicy;
    }

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Referrer-Policy", referrerPolicy);
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    }
}
