package io.relais.country;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.validation.Errors;

/** What an address must be like (domain.md F-10, F-12, F-13). Every refusal says what to do, with an example where there is a format. */
final class AddressRules {

    static final int LINE_LENGTH = 200;
    static final int CITY_LENGTH = 100;
    static final int STATE_LENGTH = 50;
    static final int POSTAL_CODE_LENGTH = 20;
    static final int REGISTRATION_NUMBER_LENGTH = 50;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern PHONE_CHARACTERS = Pattern.compile("\\+?[0-9 ().\\-/\\u00a0]{3,29}");

    private final Map<String, Country> countries;
    private final Map<String, Pattern> patterns;
    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();

    AddressRules(Map<String, Country> countries) {
        this.countries = countries;
        this.patterns = countries.values().stream()
                .flatMap(country -> Stream.of(country.postalCodePattern(), country.registrationNumberPattern()))
                .filter(Objects::nonNull)
                .distinct()
                .collect(toUnmodifiableMap(
                        Function.identity(), regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE)));
    }

    void check(PostalAddress address, Errors errors, Locale locale) {
        new Check(errors, locale).everything(address);
    }

    private final class Check {

        private final Errors errors;
        private final Locale locale;

        Check(Errors errors, Locale locale) {
            this.errors = errors;
            this.locale = locale;
        }

        void everything(PostalAddress address) {
            if (address.addressLine1() == null) {
                reject("addressLine1", "country.addressLine1.required");
            } else {
                text("addressLine1", address.addressLine1(), LINE_LENGTH);
            }
            text("addressLine2", address.addressLine2(), LINE_LENGTH);
            boolean cityFine = text("city", address.city(), CITY_LENGTH);
            boolean stateFine = text("state", address.state(), STATE_LENGTH);
            boolean postalCodeFine = text("postalCode", address.postalCode(), POSTAL_CODE_LENGTH);
            boolean numberFine = text("registrationNumber", address.registrationNumber(), REGISTRATION_NUMBER_LENGTH);

            Country country = address.country() == null ? null : countries.get(address.country());
            if (country == null) {
                reject("country", address.country() == null ? "country.country.required" : "country.country.unknown");
                return;
            }
            String name = country.name(locale);
            if (cityFine && address.city() == null && country.cityRequired()) {
                reject("city", "country.city.required", name);
            }
            if (stateFine) {
                state(address.state(), country, name);
            }
            if (postalCodeFine) {
                postalCode(address.postalCode(), country, name);
            }
            phone(address.phone(), country, name);
            if (numberFine) {
                registrationNumber(address.registrationNumber(), country, name);
            }
            language(address.language(), country, name);
            culture(address.culture(), country, name);
        }

        private void state(String state, Country country, String name) {
            if (state == null) {
                if (country.stateRequired()) {
                    reject("state", "country.state.required", name);
                }
            } else if (!country.states().isEmpty()
                    && country.states().stream().map(State::code).noneMatch(state::equals)) {
                State example = country.states().get(0);
                reject("state", "country.state.unknown", name, example.code(), example.name());
            }
        }

        private void postalCode(String postalCode, Country country, String name) {
            if (postalCode == null) {
                if (country.postalCodeRequired()) {
                    reject("postalCode", "country.postalCode.required", country.postalCodeExample(), name);
                }
            } else if (!fits(postalCode, country.postalCodePattern())) {
                reject("postalCode", "country.postalCode.format", country.postalCodeExample(), name);
            }
        }

        private void phone(String phone, Country country, String name) {
            if (phone == null) {
                if (country.phoneRequired()) {
                    reject("phone", "country.phone.required", examplePhone(country), name);
                }
            } else if (!isPhone(phone, country)) {
                reject("phone", "country.phone.format", examplePhone(country), name);
            }
        }

        private void registrationNumber(String number, Country country, String name) {
            if (number == null) {
                if (country.registrationNumberRequired()) {
                    if (country.registrationNumberExample() == null) {
                        reject(
                                "registrationNumber",
                                "country.registrationNumber.required",
                                country.registrationNumberLabel(),
                                name);
                    } else {
                        reject(
                                "registrationNumber",
                                "country.registrationNumber.requiredAs",
                                country.registrationNumberLabel(),
                                country.registrationNumberExample(),
                                name);
                    }
                }
            } else if (!fits(number, country.registrationNumberPattern())) {
                reject(
                        "registrationNumber",
                        "country.registrationNumber.format",
                        country.registrationNumberLabel(),
                        country.registrationNumberExample(),
                        name);
            }
        }

        private void language(String language, Country country, String name) {
            if (language == null) {
                reject("language", "country.language.required");
            } else if (!country.languages().contains(language)) {
                reject("language", "country.language.unsupported", name, String.join(", ", country.languages()));
            }
        }

        private void culture(String culture, Country country, String name) {
            if (culture == null) {
                reject("culture", "country.culture.required");
            } else if (!country.cultures().contains(culture)) {
                reject("culture", "country.culture.unsupported", name, String.join(", ", country.cultures()));
            }
        }

        /** Whether a value that may be missing is of one line and not too long. */
        private boolean text(String field, String value, int length) {
            if (value == null) {
                return true;
            }
            if (INVISIBLE.matcher(value).find()) {
                reject(field, "country.text.invisible");
                return false;
            }
            if (value.length() > length) {
                reject(field, "country.text.length", length, value.length());
                return false;
            }
            return true;
        }

        private void reject(String field, String problem, Object... arguments) {
            errors.rejectValue(field, problem, arguments, null);
        }
    }

    private boolean fits(String value, String pattern) {
        return pattern == null || patterns.get(pattern).matcher(value).matches();
    }

    /** Valid as dialed within the country, or anywhere when written with the plus sign. */
    private boolean isPhone(String phone, Country country) {
        if (!PHONE_CHARACTERS.matcher(phone).matches()) {
            return false;
        }
        try {
            return phones.isValidNumber(phones.parse(phone, country.code()));
        } catch (NumberParseException notANumber) {
            return false;
        }
    }

    /** In international form; where a place has no numbers of its own (Antarctica), one from elsewhere shows the form. */
    private String examplePhone(Country country) {
        PhoneNumber example = Stream.of(country.code(), "FR")
                .map(phones::getExampleNumber)
                .filter(not(Objects::isNull))
                .findFirst()
                .orElseThrow();
        return phones.format(example, PhoneNumberFormat.INTERNATIONAL);
    }
}
