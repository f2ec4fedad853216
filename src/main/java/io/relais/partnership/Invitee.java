package io.relais.partnership;

import io.relais.invitation.Addressee;
import jakarta.persistence.Embeddable;
import java.util.Locale;

/**
 * Whom a partnership request goes to, as staff know it.
 *
 * @param email in lower case
 * @param country ISO 3166-1 alpha-2 code
 * @param language {@code en} or {@code fr}: the language of the request and of its page
 * @param partnerId partner location id, null if not known yet
 * @param validityDays how long the request can be answered after it was first sent
 */
@Embeddable
public record Invitee(
        String company,
        String email,
        String contact,
        String country,
        String language,
        String partnerId,
        Integer validityDays)
        implements Addressee {

    public Invitee {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    @Override
    public String inOneLine() {
        return "%s, %s, %s, %s, %s, %s, %s"
                .formatted(
                        company, email, contact, country, language, partnerId == null ? "–" : partnerId, validityDays);
    }
}
