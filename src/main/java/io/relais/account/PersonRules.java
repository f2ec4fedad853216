package io.relais.account;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** What the description of a person must be like. */
@Component
public class PersonRules {

    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_EMAIL = 254;
    private static final Set<String> LANGUAGES = Set.of("en", "fr");

    PersonRules() {}

    /** @param errors takes what is wrong, at the fields {@code firstName}, {@code lastName}, {@code email} and {@code language} */
    public void check(Holder holder, Errors errors) {
        name(holder.firstName(), "firstName", errors);
        name(holder.lastName(), "lastName", errors);
        if (!deliverable(holder.email())) {
            errors.rejectValue("email", "account.email.format");
        }
        if (!LANGUAGES.contains(holder.language())) {
            errors.rejectValue("language", "account.language.required");
        }
    }

    private static void name(String name, String field, Errors errors) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            errors.rejectValue(field, "account.person.name", new Object[] {LONGEST_NAME}, null);
        }
    }

    private static boolean deliverable(String email) {
        try {
            new InternetAddress(email, true);
            return email.length() <= LONGEST_EMAIL
                    && email.matches("[\\x21-\\x7e&&[^@]]+@[\\x21-\\x7e&&[^@]]+\\.[A-Za-z0-9-]+");
        } catch (AddressException malformed) {
            return false;
        }
    }
}
