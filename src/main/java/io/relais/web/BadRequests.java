package io.relais.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;

/** What no page of ours asks for or sends, but people who type addresses and programs do. */
@ControllerAdvice
class BadRequests {

    private static final Pattern POSITION = Pattern.compile("\\[(\\d+)]");

    /** Where something has no id but other words, there is nothing. */
    @ExceptionHandler
    void mistyped(MethodArgumentTypeMismatchException mismatch, HttpServletResponse response) throws IOException {
        boolean address = mismatch.getParameter().hasParameterAnnotation(PathVariable.class);
        response.sendError(address ? HttpServletResponse.SC_NOT_FOUND : HttpServletResponse.SC_BAD_REQUEST);
    }

    /** Lists of our forms are short; the binder of records would fail on a position behind their end. */
    @InitBinder
    void refusePositionsBehindTheEnd(WebDataBinder binder, WebRequest request) {
        request.getParameterNames().forEachRemaining(name -> POSITION.matcher(name)
                .results()
                .filter(position -> position.group(1).length() > 9
                        || Integer.parseInt(position.group(1)) >= binder.getAutoGrowCollectionLimit())
                .findAny()
                .ifPresent(position -> {
                    throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
                }));
    }
}
