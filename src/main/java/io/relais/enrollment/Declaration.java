package io.relais.enrollment;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/**
 * What a reseller declares of itself when it enrolls.
 *
 * @param partnerId partner location id
 * @param country ISO 3166-1 alpha-2 code
 * @param state state or province, a code where the country has a list
 * @param email the primary contact's address, in lower case; its person becomes the first administrator
 * @param supportEmail where customers are helped, as are phone and website
 * @param language {@code en} or {@code fr}: in which the reseller is written to
 */
@Embeddable
public record Declaration(
        @Size(max = 200) String legalName,
        @Size(max = 10) String partnerId,
        @Size(max = 2) String country,
        @Size(max = 200) String addressLine1,
        @Size(max = 200) String addressLine2,
        @Size(max = 100) String city,
        @Size(max = 50) @Column(name = "state_or_province") String state,
        @Size(max = 20) String postalCode,
        @Size(max = 50) String registrationNumber,
        @Size(max = 50) String firstName,
        @Size(max = 50) String lastName,
        @Size(max = 254) String email,
        @Size(max = 40) String phone,
        @Size(max = 254) String supportEmail,
        @Size(max = 40) String supportPhone,
        @Size(max = 200) String supportWebsite,
        @Size(max = 2) String language) {

    public Declaration {
        email = email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    /** Nothing declared yet but where and in which language. */
    public static Declaration in(String country, String language) {
        return new Declaration(
                null, null, country, null, null, null, null, null, null, null, null, null, null, null, null, null,
                language);
    }

    Declaration with(String anotherPartnerId) {
        return new Declaration(
                legalName,
                anotherPartnerId,
                country,
                addressLine1,
                addressLine2,
                city,
                state,
                postalCode,
                registrationNumber,
                firstName,
                lastName,
                email,
                phone,
                supportEmail,
                supportPhone,
                supportWebsite,
                language);
    }

    public String contact() {
        return firstName + " " + lastName;
    }

    Locale locale() {
        return Locale.forLanguageTag(language);
    }

    /** The part of it that outlives the enrollment and that the reseller may change later. */
    ResellerProfile profile() {
        return new ResellerProfile(
                legalName,
                country,
                addressLine1,
                addressLine2,
                city,
                state,
                postalCode,
                registrationNumber,
                phone,
                supportEmail,
                supportPhone,
                supportWebsite);
    }
}
