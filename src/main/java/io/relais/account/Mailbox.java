package io.relais.account;

import java.util.Locale;

/** An e-mail address, and the language in which its reader is written to. */
public record Mailbox(String address, Locale language) {

    /** @param language {@code en} or {@code fr} */
    public static Mailbox of(String address, String language) {
        return new Mailbox(address, Locale.forLanguageTag(language));
    }
}
