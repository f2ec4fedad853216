package io.relais.catalog;

import java.util.List;

/** The file as a whole is not a price list, or not a whole one; nothing of it was taken. */
public class PriceListUnreadableException extends RuntimeException {

    private final String reason;
    private final List<String> arguments;

    PriceListUnreadableException(String reason, String... arguments) {
        super(reason + " " + List.of(arguments));
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    /** A message key. */
    public String reason() {
        return reason;
    }

    /** The arguments of that message. */
    public List<String> arguments() {
        return arguments;
    }
}
