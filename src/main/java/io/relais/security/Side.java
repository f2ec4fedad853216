package io.relais.security;

import java.util.Locale;

/** The sides of the counter: the provider's own staff, and the people of its resellers and of its customers, each with pages of their own. */
public enum Side {
    /** Every page but those below; the names of this and the next two are authorities of whoever is signed in there. */
    STAFF,
    /** The pages below {@code /reseller}. */
    RESELLER,
    /** The pages below {@code /customer}. */
    CUSTOMER;

    /** Where its pages begin, without a slash at the end. */
    public String root() {
        return this == STAFF ? "" : "/" + name().toLowerCase(Locale.ROOT);
    }
}
