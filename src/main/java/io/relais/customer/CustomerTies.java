package io.relais.customer;

import java.util.List;
import java.util.UUID;

/** What must be ended in another module before the relationship with a customer can be removed (domain.md F-25). */
public interface CustomerTies {

    /** What stands in the way now; empty if nothing. */
    List<Tie> inTheWay(UUID customer);

    /**
     * @param message key of the sentence that says what must be done first
     * @param arguments of that message
     * @param page path of the page where it is done
     */
    record Tie(String message, List<Object> arguments, String page) {}
}
