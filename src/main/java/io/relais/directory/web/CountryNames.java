package io.relais.directory.web;

import io.relais.country.Country;
import io.relais.directory.Directory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The countries of the provider's region by their codes, in the order of their names. */
final class CountryNames {

    private CountryNames() {}

    static Map<String, String> of(Directory directory, Locale locale) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Country country : directory.countries(locale)) {
            names.put(country.code(), country.name(locale));
        }
        return names;
    }
}
