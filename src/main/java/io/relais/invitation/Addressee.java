package io.relais.invitation;

import java.util.Locale;

/** Whom a request goes to, as staff know it; each kind adds what it asks for. */
public interface Addressee {

    /** One line, no control characters. */
    String SINGLE_LINE = "\\P{Cntrl}*";

    /** One at sign, no blanks or control characters, a domain with a dot: what nearly every real address looks like. */
    String EMAIL =
            "\\s*|[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+)*@(\\p{Alnum}([\\p{Alnum}-]*\\p{Alnum})?\\.)+\\p{Alpha}{2,}";

    String company();

    /** In lower case. */
    String email();

    String contact();

    /** ISO 3166-1 alpha-2 code. */
    String country();

    /** {@code en} or {@code fr}: the language of the request and of its page. */
    String language();

    /** How many days the request can be answered after it was first sent. */
    Integer validityDays();

    /** Whether the text written for {@code before} still says the right thing; if not, what staff changed in it is given up. */
    default boolean sameTextAs(Addressee before) {
        return before != null && language().equals(before.language());
    }

    /** All of it in one line, for the audit trail. */
    String inOneLine();

    default Locale locale() {
        return Locale.forLanguageTag(language());
    }

    /** The part of an address after the at sign. */
    static String domain(String email) {
        return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
