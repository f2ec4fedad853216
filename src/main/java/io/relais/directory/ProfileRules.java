package io.relais.directory;

import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.provider.Provider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;

/** What an entry must be like (domain.md F-60, F-61). */
@Component
class ProfileRules {

    static final int SHORTEST_NAME = 2;
    static final int LONGEST_NAME = 100;
    static final int LONGEST_PLACE = 100;
    static final int LONGEST_NOTE = 1000;
    static final int MOST_PER_COUNTRY = 5;
    static final int MOST_LOCATIONS = 40;

    private final Countries countries;
    private final Provider provider;

    ProfileRules(Countries countries, Provider provider) {
        this.countries = countries;
        this.provider = provider;
    }

    /** Where the provider may have locations: the countries of its CSP region. */
    List<Country> countries(Locale locale) {
        return countries.inRegionOf(provider.country(), locale);
    }

    boolean allows(Profile profile) {
        ProfileForm form = new ProfileForm(0L, profile.name(), profile.locations(), false, null);
        Errors errors = new BeanPropertyBindingResult(form, "form");
        check(form, errors);
        return !errors.hasErrors();
    }

    /** Rejects values at the fields name and locations. */
    void check(ProfileForm form, Errors errors) {
        int length = form.name() == null ? 0 : form.name().length();
        if (length < SHORTEST_NAME || length > LONGEST_NAME) {
            errors.rejectValue("name", "directory.name.length", new Object[] {SHORTEST_NAME, LONGEST_NAME}, null);
        }
        if (form.locations().isEmpty()) {
            errors.reject("directory.locations.none");
        }
        if (form.locations().size() > MOST_LOCATIONS) {
            errors.reject("directory.locations.tooMany", new Object[] {MOST_LOCATIONS}, null);
        }
        Set<String> known =
                countries(Locale.ENGLISH).stream().map(Country::code).collect(Collectors.toSet());
        Map<String, Integer> perCountry = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < form.locations().size(); i++) {
            Location location = form.locations().get(i);
            String line = "locations[" + i + "].";
            if (location.country() == null || !known.contains(location.country())) {
                errors.rejectValue(line + "country", "directory.country.unknown");
            } else if (perCountry.merge(location.country(), 1, Integer::sum) > MOST_PER_COUNTRY) {
                errors.rejectValue(
                        line + "country", "directory.country.tooMany", new Object[] {MOST_PER_COUNTRY}, null);
            }
            if (location.place() != null && location.place().length() > LONGEST_PLACE) {
                errors.rejectValue(line + "place", "directory.place.tooLong", new Object[] {LONGEST_PLACE}, null);
            }
            if (!seen.add(location.country() + " place " + lower(location.place()))) {
                errors.rejectValue(line + "place", "directory.place.twice");
            }
            WebAddress.problem(location.url())
                    .ifPresentOrElse(
                            problem ->
                                    errors.rejectValue(line + "url", problem, new Object[] {WebAddress.LONGEST}, null),
                            () -> {
                                if (!seen.add(location.country() + " url " + lower(location.url()))) {
                                    errors.rejectValue(line + "url", "directory.url.twice");
                                }
                            });
        }
    }

    private static String lower(String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
