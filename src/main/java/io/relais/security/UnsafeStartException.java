package io.relais.security;

import java.util.List;

/** The application refuses to start as it is configured. */
class UnsafeStartException extends RuntimeException {

    private final transient List<String> problems;

    UnsafeStartException(List<String> problems) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
