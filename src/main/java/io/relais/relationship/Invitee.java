package io.relais.relationship;

import io.relais.invitation.Addressee;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Locale;
import java.util.UUID;

/**
 * Which company is asked for what, as staff know it.
 *
 * @param email of its global administrator, in lower case
 * @param country ISO 3166-1 alpha-2 code
 * @param language {@code en} or {@code fr}: the language of the request and of its page
 * @param reseller asks together with the provider; null when the provider asks alone
 * @param delegatedAdministration whether the customer is asked to let partners administer its tenant, too
 * @param validityDays how long the request can be answered after it was first sent
 */
@Embeddable
public record Invitee(
        String company,
        @Column(name = "invitee_email") String email,
        String contact,
        @Column(name = "invitee_country") String country,
        @Column(name = "invitee_language") String language,
        @Column(name = "reseller_id") UUID reseller,
        Boolean delegatedAdministration,
        Integer validityDays)
        implements Addressee {

    public Invitee {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    /** Who asks, and for which rights, stands in the text as well as its language. */
    @Override
    public boolean sameTextAs(Addressee before) {
        return before instanceof Invitee other
                && Addressee.super.sameTextAs(other)
                && java.util.Objects.equals(reseller, other.reseller)
                && delegatedAdministration.equals(other.delegatedAdministration);
    }

    @Override
    public String inOneLine() {
        return "%s, %s, %s, %s, %s, %s, %s, %s"
                .formatted(
                        company,
                        email,
                        contact,
                        country,
                        language,
                        reseller == null ? "–" : reseller,
                        delegatedAdministration ? "DAP" : "–",
                        validityDays);
    }
}
