package io.relais.account;

/**
 * The person behind an account.
 *
 * @param firstName may be null, as may be the last name
 * @param email where links go to that set a password
 * @param language {@code en} or {@code fr}: in which the person is written to
 */
public record Holder(String firstName, String lastName, String email, String language) {

    /** First and last name, as far as they are known. */
    public String name() {
        return ((firstName == null ? "" : firstName) + " " + (lastName == null ? "" : lastName)).strip();
    }

    /** All of it in one line, for the audit trail. */
    String words() {
        return name() + " <" + email + ">, " + language;
    }
}
