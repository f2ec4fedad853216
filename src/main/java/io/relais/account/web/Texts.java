package io.relais.account.web;

import io.relais.account.Holder;

/** What people typed, without the blanks around it. */
final class Texts {

    private Texts() {}

    static Holder holder(String firstName, String lastName, String email, String language) {
        return new Holder(stripped(firstName), stripped(lastName), stripped(email), stripped(language));
    }

    private static String stripped(String text) {
        return text == null ? "" : text.strip();
    }
}
