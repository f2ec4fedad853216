package io.relais.country;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.MapBindingResult;

class AddressRulesTests {

    private static final Countries COUNTRIES = new Countries();

    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

    @BeforeEach
    void readMessages() {
        messages.setBasename("messages/country");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        LocaleContextHolder.setLocale(Locale.ENGLISH);
    }

    @AfterEach
    void forgetTheLanguage() {
        LocaleContextHolder.resetLocaleContext();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FR | 12 rue de la Paix | Paris |  | 75002 | 01 42 68 53 00 |  | fr | fr-FR",
                "FR | 12 rue de la Paix | Paris |  | 75002 | +1 425 882 8080 |  | fr | fr-FR",
                "FR | 12 rue de la Paix | Paris | Île-de-France | 75002 |  |  | fr | fr-FR",
                "US | 1 Microsoft Way | Redmond | WA | 98052-6399 | (425) 882-8080 |  | en | en-US",
                "CA | 111 Wellington St | Ottawa | ON | k1a 0a9 | 613-992-4793 |  | fr | fr-CA",
                "GB | 10 Downing Street | London |  | SW1A 2AA | 020 7925 0918 |  | en | en-GB",
                "DE | Unter den Linden 1 | Berlin |  | 10117 | 030 2259 0000 |  | de | de-DE",
                "BR | Avenida Paulista 1000 | São Paulo | SP | 01310-100 | (11) 3251-5644 | 12.345.678/0001-95 | pt | pt-BR",
                "BR | Avenida Paulista 1000 | São Paulo | SP | 01310100 | +55 11 3251-5644 | 12ABC34501DE35 | pt | pt-BR",
                "IN | 1 MG Road | Bengaluru | KA | 560 001 | 080 2222 1111 | AAACR5055K | en | en-IN",
                "JP | 1-1 Chiyoda | Chiyoda-ku | 13 | 100-8111 | 03-3213-1111 |  | ja | ja-JP",
                "IE | 1 Grafton Street | Dublin |  |  | 01 679 9999 |  | en | en-IE",
                "IE | 1 Grafton Street | Dublin |  | D02 AF30 |  |  | ga | ga-IE",
                "IT | Via Roma 1 | Milano | MI | 20121 |  |  | it | it-IT",
                "ES | Calle Mayor 1 | Madrid | M | 28013 |  |  | es | es-ES",
                "AU | 1 George Street | Sydney | NSW | 2000 |  |  | en | en-AU",
                "MX | Paseo de la Reforma 1 | Ciudad de México | CMX | 06600 |  |  | es | es-MX",
                "CN | 1 Chang’an Avenue | Beijing | BJ | 100006 |  |  | zh | zh-CN",
                "PL | ul. Prosta 1 | Warszawa |  | 00-838 | 22 594 10 00 | 526-10-40-828 | pl | pl-PL",
                "NL | Damrak 1 | Amsterdam |  | 1012LG |  |  | nl | nl-NL",
                "PT | Rua Augusta 1 | Lisboa |  | 1100-048 |  |  | pt | pt-PT",
                "SE | Drottninggatan 1 | Stockholm |  | 111 51 |  |  | sv | sv-SE",
                "CH | Bahnhofstrasse 1 | Zürich |  | 8001 | 044 211 11 11 |  | it | it-CH",
                "HK | 1 Queen’s Road Central |  |  |  |  |  | zh | zh-HK",
                "SG | 1 Raffles Place |  |  | 048616 |  |  | en | en-SG",
                "KR | 110 Sejong-daero | Seoul |  | 04524 |  |  | ko | ko-KR",
                "AE | Sheikh Zayed Road |  | Dubai |  | 04 391 7000 | 100123456700003 | en | en-AE",
                "ZA | 1 Long Street | Cape Town |  | 8001 | 021 483 1111 | 2012/123456/07 | en | en-ZA",
                "IQ | Rasheed Street | Baghdad |  |  | 01 412 3456 | 7 / 2011 | ar | ar-IQ",
                "AQ | Dome C | Concordia |  |  | +39 06 36261 |  | en | en-AQ"
            })
    void acceptsAnAddressOf(
            String country,
            String line,
            String city,
            String state,
            String postalCode,
            String phone,
            String number,
            String language,
            String culture) {
        assertThat(check(new PostalAddress(
                        country, line, null, city, state, postalCode, phone, number, language, culture)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FR, 7500",
        "FR, 75 002",
        "US, 9805",
        "US, 98052-12",
        "CA, K1A0B",
        "CA, D1A 0B1",
        "GB, 75002",
        "GB, SW1A 1A",
        "DE, D-10117",
        "BR, 01310-10",
        "IN, 011000",
        "JP, 100-000",
        "IE, D02",
        "IT, 2012",
        "ES, 280130",
        "NL, 1012",
        "BE, 0100",
        "CH, CH-8001",
        "AT, 101",
        "SE, 1115",
        "NO, 00107",
        "DK, 156",
        "FI, 0010",
        "PL, 00 838",
        "PT, 1100",
        "CZ, 1100",
        "KR, 100-001",
        "CN, 10000",
        "TW, 10",
        "AU, 200",
        "NZ, 60111",
        "MX, 6600",
        "SG, 48616",
        "ZA, 801",
        "SA, 1156",
        "TR, 0610"
    })
    void refusesAPostalCodeOfAnotherFormat(String country, String postalCode) {
        PostalAddress good = good(country);
        Map<String, String> refused = check(new PostalAddress(
                country,
                good.addressLine1(),
                null,
                good.city(),
                good.state(),
                postalCode,
                good.phone(),
                good.registrationNumber(),
                good.language(),
                good.culture()));
        assertThat(refused).containsOnlyKeys("postalCode").containsValue("country.postalCode.format");
    }

    @Test
    void everyCountryHasAnAddressThatPasses() {
        for (Country country : CountryData.read()) {
            assertThat(check(good(country.code()))).as(country.code()).isEmpty();
        }
    }

    @Test
    void asksForEverythingThatIsMissing() {
        assertThat(check(new PostalAddress("US", " ", "", null, "\t", null, null, null, null, null)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "addressLine1", "country.addressLine1.required",
                        "city", "country.city.required",
                        "state", "country.state.required",
                        "postalCode", "country.postalCode.required",
                        "language", "country.language.required",
                        "culture", "country.culture.required"));
        assertThat(check(new PostalAddress("BR", null, null, null, null, null, null, null, null, null)))
                .containsEntry("phone", "country.phone.required")
                .containsEntry("registrationNumber", "country.registrationNumber.requiredAs");
        assertThat(check(new PostalAddress("IQ", null, null, null, null, null, null, null, null, null)))
                .containsEntry("registrationNumber", "country.registrationNumber.required");
    }

    @ParameterizedTest
    @CsvSource({", required", "ZZ, unknown", "fr, unknown", "RU, unknown", "<script>, unknown"})
    void asksForACountryThatCanBeServed(String country, String problem) {
        assertThat(check(new PostalAddress(country, "1 Main Street", null, null, null, "?", "?", "?", null, null)))
                .containsExactlyEntriesOf(Map.of("country", "country.country." + problem));
    }

    @ParameterizedTest
    @CsvSource({"US, ZZ", "US, wa", "US, Washington", "CA, WA", "CN, TW", "MX, DIF", "AU, NS", "JP, 48", "IT, 25"})
    void refusesAStateThatIsNotOfTheList(String country, String state) {
        PostalAddress good = good(country);
        assertThat(check(new PostalAddress(
                        country,
                        good.addressLine1(),
                        null,
                        good.city(),
                        state,
                        good.postalCode(),
                        good.phone(),
                        good.registrationNumber(),
                        good.language(),
                        good.culture())))
                .containsExactlyEntriesOf(Map.of("state", "country.state.unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        "FR, 12",
        "FR, 01 42 68 53",
        "FR, call 01 42 68 53 00",
        "FR, +33 9999",
        "US, 123-4567",
        "US, 1-800-FLOWERS",
        "DE, 0",
        "GB, +44",
        "FR, +999 123456789"
    })
    void refusesAPhoneNumberThatCannotBeDialed(String country, String phone) {
        PostalAddress good = good(country);
        assertThat(check(new PostalAddress(
                        country,
                        good.addressLine1(),
                        null,
                        good.city(),
                        good.state(),
                        good.postalCode(),
                        phone,
                        null,
                        good.language(),
                        good.culture())))
                .containsExactlyEntriesOf(Map.of("phone", "country.phone.format"));
    }

    @ParameterizedTest
    @CsvSource({
        "BR, 123.456.789-09",
        "IN, AAAPR5055K",
        "KZ, 880101300123",
        "TR, 12345678901",
        "PL, 123",
        "TH, 1101700203450",
        "VE, V-12345678-9",
        "ZA, 8801015009087",
        "UA, 1234567"
    })
    void refusesAPersonalOrMalformedRegistrationNumber(String country, String number) {
        PostalAddress good = good(country);
        assertThat(check(new PostalAddress(
                        country,
                        good.addressLine1(),
                        null,
                        good.city(),
                        good.state(),
                        good.postalCode(),
                        good.phone(),
                        number,
                        good.language(),
                        good.culture())))
                .containsExactlyEntriesOf(Map.of("registrationNumber", "country.registrationNumber.format"));
    }

    @Test
    void refusesLanguagesAndCulturesThatAreNotOfTheCountry() {
        assertThat(check(new PostalAddress("FR", "1 rue X", null, "Paris", null, "75002", null, null, "de", "fr-BE")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("language", "country.language.unsupported", "culture", "country.culture.unsupported"));
    }

    @Test
    void countsCharacters() {
        assertThat(check(new PostalAddress(
                        "FR",
                        "a".repeat(200),
                        "b".repeat(200),
                        "c".repeat(100),
                        "d".repeat(50),
                        "75002",
                        null,
                        "e".repeat(50),
                        "fr",
                        "fr-FR")))
                .isEmpty();
        assertThat(check(new PostalAddress(
                        "FR",
                        "a".repeat(201),
                        "b".repeat(201),
                        "c".repeat(101),
                        "d".repeat(51),
                        "7".repeat(21),
                        null,
                        "e".repeat(51),
                        "fr",
                        "fr-FR")))
                .containsOnlyKeys("addressLine1", "addressLine2", "city", "state", "postalCode", "registrationNumber")
                .allSatisfy((field, code) -> assertThat(code).isEqualTo("country.text.length"));
        assertThat(check(new PostalAddress(
                        "FR",
                        "1 rue X\r\nBcc: a",
                        "x\u2028y",
                        "Pa\u0000ris",
                        null,
                        "75002",
                        null,
                        null,
                        "fr",
                        "fr-FR")))
                .containsOnlyKeys("addressLine1", "addressLine2", "city")
                .allSatisfy((field, code) -> assertThat(code).isEqualTo("country.text.invisible"));
    }

    @Test
    void trimsValuesAndTakesEmptyOnesForMissing() {
        assertThat(new PostalAddress(" FR ", "\u20031 rue X ", "", " ", "\t", null, "\n", "", "fr", "fr-FR"))
                .isEqualTo(new PostalAddress("FR", "1 rue X", null, null, null, null, null, null, "fr", "fr-FR"));
    }

    @Test
    void namesTheCountryAndAnExampleInTheReadersLanguage() {
        PostalAddress wrong =
                new PostalAddress("GB", "1 Main Street", null, "London", null, "?", "1", null, "en", "en-GB");
        assertThat(shown(wrong, Locale.ENGLISH))
                .containsEntry(
                        "postalCode",
                        "Enter the postal code as it is written in this country (United Kingdom), for example SW1A 1AA. "
                                + "What you typed has another format.")
                .hasEntrySatisfying("phone", text -> assertThat(text).contains("United Kingdom", "+44 "));
        assertThat(shown(wrong, Locale.FRENCH))
                .containsEntry(
                        "postalCode",
                        "Saisissez le code postal tel qu’il s’écrit dans ce pays (Royaume-Uni), par exemple SW1A 1AA. "
                                + "Celui que vous avez saisi a un autre format.")
                .hasEntrySatisfying("phone", text -> assertThat(text).contains("Royaume-Uni", "+44 "));
        assertThat(shown(
                        new PostalAddress("BR", "a".repeat(201), null, null, "XX", null, null, "1", "en", null),
                        Locale.ENGLISH))
                .containsEntry("addressLine1", "Shorten this to 200 characters; it has 201.")
                .containsEntry(
                        "registrationNumber",
                        "Enter the company’s registration number (CNPJ) as it is written in this country (Brazil), for example "
                                + "12.345.678/0001-95. A personal number is not accepted.");
    }

    @Test
    void rejectsInsideTheCurrentNestedPath() {
        BindingResult errors = new MapBindingResult(new HashMap<>(), "form");
        errors.pushNestedPath("address");
        COUNTRIES.validate(new PostalAddress("FR", null, null, "Paris", null, "1", null, null, "fr", "fr-FR"), errors);
        errors.popNestedPath();
        assertThat(errors.getFieldErrors())
                .extracting(FieldError::getField)
                .containsExactlyInAnyOrder("address.addressLine1", "address.postalCode");
    }

    @Test
    void everyMessageIsThereInBothLanguagesAndUsed() throws Exception {
        Set<String> english = keys("country.properties");
        assertThat(keys("country_fr.properties")).isEqualTo(english);

        Set<String> used = new TreeSet<>();
        String tooLong = "x".repeat(300);
        for (PostalAddress address : List.of(
                new PostalAddress(null, null, null, null, null, null, null, null, null, null),
                new PostalAddress("ZZ", tooLong, "a\nb", null, null, null, null, null, null, null),
                new PostalAddress("BR", null, null, null, null, null, null, null, null, null),
                new PostalAddress("BR", "1", null, "x", "x", "x", "x", "x", "x", "x"),
                new PostalAddress("IQ", null, null, null, null, null, null, null, null, null))) {
            for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH)) {
                used.addAll(check(address).values());
                assertThat(shown(address, locale).values())
                        .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "}", "null"));
            }
        }
        english.removeIf(key -> key.startsWith("country.region."));
        assertThat(used).isEqualTo(english);
    }

    /** An address made of the country's own examples. */
    private static PostalAddress good(String code) {
        Country country = COUNTRIES.find(code).orElseThrow();
        String example = country.registrationNumberExample();
        return new PostalAddress(
                code,
                "1 Main Street",
                null,
                country.cityRequired() ? "City" : null,
                country.stateRequired() ? country.states().get(0).code() : null,
                country.postalCodeRequired() ? country.postalCodeExample() : null,
                country.phoneRequired() ? "+33 1 42 68 53 00" : null,
                country.registrationNumberRequired() ? (example == null ? "123" : example) : null,
                country.languages().get(0),
                country.cultures().get(0));
    }

    /** The refused fields and why. */
    private static Map<String, String> check(PostalAddress address) {
        return errors(address).getFieldErrors().stream()
                .collect(Collectors.toMap(FieldError::getField, FieldError::getCode));
    }

    /** What the reader sees at each refused field. */
    private Map<String, String> shown(PostalAddress address, Locale locale) {
        LocaleContextHolder.setLocale(locale);
        return errors(address).getFieldErrors().stream()
                .collect(Collectors.toMap(FieldError::getField, error -> messages.getMessage(error, locale)));
    }

    private static BindingResult errors(PostalAddress address) {
        BindingResult errors = new MapBindingResult(new HashMap<>(), "form");
        COUNTRIES.validate(address, errors);
        return errors;
    }

    private static Set<String> keys(String file) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                AddressRulesTests.class.getResourceAsStream("/messages/" + file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return new TreeSet<>(properties.stringPropertyNames());
    }
}
