package io.relais.support;

import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import java.util.UUID;

/**
 * Who asks for a support request, and so which of them exist.
 *
 * @param party the person's reseller or customer; null for staff
 * @param name the user name
 * @param handling whether the person may work on requests of its side
 */
public record Visitor(Side side, UUID party, String name, boolean handling) {

    public static Visitor of(OutsidePerson person) {
        return new Visitor(person.side(), person.party(), person.userName(), true);
    }

    /** @param handling whether the person holds {@code HANDLE_SUPPORT_REQUESTS} */
    public static Visitor staff(String name, boolean handling) {
        return new Visitor(Side.STAFF, null, name, handling);
    }
}
