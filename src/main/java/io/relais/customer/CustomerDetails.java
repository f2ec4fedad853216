package io.relais.customer;

import io.relais.country.Country;
import io.relais.country.PostalAddress;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of a customer's company and its contact (domain.md F-10). In a draft any of it may be missing; {@link Customers#validate}
 * says what a customer needs.
 *
 * @param domainPrefix the part before {@code .onmicrosoft.com}; cannot be changed later
 * @param country ISO 3166-1 alpha-2; decides the address rules
 * @param state state or province, a code where the country has a list
 * @param language two letters, one of the country's
 * @param culture e.g. {@code fr-FR}, one of the country's
 */
@Embeddable
public record CustomerDetails(
        @Size(max = 200) String companyName,
        @Size(max = 27) String domainPrefix,
        @Size(max = 2) String country,
        @Size(max = 200) String addressLine1,
        @Size(max = 200) String addressLine2,
        @Size(max = 100) String city,
        @Size(max = 50) @Column(name = "state_or_province") String state,
        @Size(max = 20) String postalCode,
        @Size(max = 50) String firstName,
        @Size(max = 50) String lastName,
        @Size(max = 254) String email,
        @Size(max = 40) String phone,
        @Size(max = 10) String language,
        @Size(max = 10) String culture,
        @Size(max = 50) String registrationNumber) {

    /** Appended to the prefix to make a customer's first domain. */
    public static final String DOMAIN_SUFFIX = ".onmicrosoft.com";

    public static final CustomerDetails NONE = new CustomerDetails(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    public CustomerDetails {
        domainPrefix = domainPrefix == null ? null : domainPrefix.toLowerCase(Locale.ROOT);
    }

    public String domain() {
        return domainPrefix == null ? null : domainPrefix + DOMAIN_SUFFIX;
    }

    /** What can be changed later, by the names of the fields, in the order of the form. */
    public Map<String, String> changeable() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("companyName", companyName);
        values.put("addressLine1", addressLine1);
        values.put("addressLine2", addressLine2);
        values.put("postalCode", postalCode);
        values.put("city", city);
        values.put("state", state);
        values.put("registrationNumber", registrationNumber);
        values.put("language", language);
        values.put("culture", culture);
        values.put("firstName", firstName);
        values.put("lastName", lastName);
        values.put("email", email);
        values.put("phone", phone);
        return values;
    }

    /** The same country and domain with these values of {@link #changeable}. */
    public CustomerDetails changed(Map<String, String> values) {
        return new CustomerDetails(
                values.get("companyName"),
                domainPrefix,
                country,
                values.get("addressLine1"),
                values.get("addressLine2"),
                values.get("city"),
                values.get("state"),
                values.get("postalCode"),
                values.get("firstName"),
                values.get("lastName"),
                values.get("email"),
                values.get("phone"),
                values.get("language"),
                values.get("culture"),
                values.get("registrationNumber"));
    }

    /** The same in this country: with its first language and culture where it does not have the present ones. */
    public CustomerDetails in(Country chosen) {
        return new CustomerDetails(
                companyName,
                domainPrefix,
                chosen.code(),
                addressLine1,
                addressLine2,
                city,
                state,
                postalCode,
                firstName,
                lastName,
                email,
                phone,
                oneOf(chosen.languages(), language),
                oneOf(chosen.cultures(), culture),
                registrationNumber);
    }

    private static String oneOf(List<String> offered, String present) {
        return offered.isEmpty() || present != null && offered.contains(present) ? present : offered.get(0);
    }

    PostalAddress address() {
        return new PostalAddress(
                country,
                addressLine1,
                addressLine2,
                city,
                state,
                postalCode,
                phone,
                registrationNumber,
                language,
                culture);
    }
}
