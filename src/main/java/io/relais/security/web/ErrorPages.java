package io.relais.security.web;

import io.relais.security.Denial;
import io.relais.web.Fragments;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorViewResolver;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Error pages in our layout. They know what went wrong in words for people, and nothing of what the server knows. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ErrorPages implements ErrorViewResolver {

    @Override
    public ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status, Map<String, Object> found) {
        Map<String, Object> model = new HashMap<>(Fragments.layout(request));
        model.put("path", found.get("path"));
        model.put("status", status.value());
        Denial denial = request.getAttribute(Denial.ATTRIBUTE) instanceof Denial told ? told : null;
        model.put("stale", denial != null && denial.stale());
        model.put("roles", denial == null ? List.of() : denial.roles());
        return new ModelAndView(page(status), model);
    }

    private static String page(HttpStatus status) {
        return switch (status) {
            case FORBIDDEN -> "error/403";
            case NOT_FOUND -> "error/404";
            default -> status.is4xxClientError() ? "error/4xx" : "error/500";
        };
    }
}
