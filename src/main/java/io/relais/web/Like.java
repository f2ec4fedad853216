package io.relais.web;

/** Patterns for {@code like … escape '!'}. */
public final class Like {

    private Like() {}

    /** Whatever contains this text, each of its characters standing for itself. */
    public static String containing(String text) {
        return "%" + text.replaceAll("([!%_])", "!$1") + "%";
    }
}
