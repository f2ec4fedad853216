package io.relais.account;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** What a password that a person chooses must be like: long rather than colorful (NIST SP 800-63B), and not made of the person's own names. */
@Component
class PasswordRules {

    static final int SHORTEST = 12;
    static final int LONGEST = 128;

    void check(String userName, Holder holder, String password, String repeated, Errors errors) {
        if (password == null || password.length() < SHORTEST) {
            errors.rejectValue("password", "account.password.short", new Object[] {SHORTEST}, null);
        } else if (password.length() > LONGEST) {
            errors.rejectValue("password", "account.password.long", new Object[] {LONGEST}, null);
        } else if (password.chars().distinct().count() < 5
                || ownWords(userName, holder).anyMatch(plain(password)::contains)) {
            errors.rejectValue("password", "account.password.guessable");
        } else if (!Objects.equals(password, repeated)) {
            errors.rejectValue("repeated", "account.password.differs");
        }
    }

    private static Stream<String> ownWords(String userName, Holder holder) {
        return Stream.of(
                        userName,
                        userName.split("@")[0],
                        holder.firstName(),
                        holder.lastName(),
                        "relais",
                        "password",
                        "passwort",
                        "motdepasse",
                        "12345678",
                        "qwerty",
                        "azerty")
                .filter(word -> word != null && word.length() > 3)
                .map(PasswordRules::plain);
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
