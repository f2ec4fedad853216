package io.relais.country;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.text.Collator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.validation.Errors;

/** The countries that can be sold to, and the check of an address in one of them. Read once at the start; it never changes while running. */
@Service
public class Countries {

    private final Map<String, Country> byCode =
            CountryData.read().stream().collect(toUnmodifiableMap(Country::code, Function.identity()));
    private final AddressRules rules = new AddressRules(byCode);

    /** The country of an ISO 3166-1 alpha-2 code in upper case; empty for null and for whatever is in no CSP region. */
    public Optional<Country> find(String code) {
        return code == null ? Optional.empty() : Optional.ofNullable(byCode.get(code));
    }

    /** The countries of the same CSP region, this one included, by their names in the reader's language; none when the code is unknown. */
    public List<Country> inRegionOf(String code, Locale locale) {
        return find(code)
                .map(country -> {
                    // Names are looked up once each, not at every comparison; no two are alike within a language.
                    Map<String, Country> byName = new TreeMap<>(Collator.getInstance(locale));
                    byCode.values().stream()
                            .filter(other -> other.region().equals(country.region()))
                            .forEach(other -> byName.put(other.name(locale), other));
                    return List.copyOf(byName.values());
                })
                .orElse(List.of());
    }

    /** Whether two countries are in the same CSP region; never when one of them is unknown. */
    public boolean sameRegion(String a, String b) {
        return find(a).flatMap(one -> find(b).map(other -> one.region().equals(other.region())))
                .orElse(false);
    }

    /**
     * Rejects values at the fields country, addressLine1, addressLine2, city, state, postalCode, phone, registrationNumber, language and
     * culture of the errors' current nested path, one error per field. The messages name the country in the language of the current
     * request.
     */
    public void validate(PostalAddress address, Errors errors) {
        rules.check(address, errors, LocaleContextHolder.getLocale());
    }
}
