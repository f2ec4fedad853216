package io.relais.account.web;

import io.relais.web.AsTyped;

/** A new password, twice. */
@AsTyped
record PasswordForm(String password, String repeated) {

    /** Never in a log or a message. */
    @Override
    public String toString() {
        return "PasswordForm";
    }
}
