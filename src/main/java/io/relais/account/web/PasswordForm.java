package io.relais.account.web;

/** A new password, twice. */
record PasswordForm(String password, String repeated) {

    /** Never in a log or a message. */
    @Override
    public String toString() {
        return "PasswordForm";
    }
}
