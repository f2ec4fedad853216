package io.relais.country;

/** An address with what goes along with it. Each value is trimmed; what is empty is null. */
public record PostalAddress(
        String country,
        String addressLine1,
        String addressLine2,
        String city,
        String state,
        String postalCode,
        String phone,
        String registrationNumber,
        String language,
        String culture) {

    public PostalAddress {
        country = trimmed(country);
        addressLine1 = trimmed(addressLine1);
        addressLine2 = trimmed(addressLine2);
        city = trimmed(city);
        state = trimmed(state);
        postalCode = trimmed(postalCode);
        phone = trimmed(phone);
        registrationNumber = trimmed(registrationNumber);
        language = trimmed(language);
        culture = trimmed(culture);
    }

    private static String trimmed(String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
