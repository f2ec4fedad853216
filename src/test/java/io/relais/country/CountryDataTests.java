package io.relais.country;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.Collator;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class CountryDataTests {

    /** Names of Microsoft's list that are not the JDK's English ones. */
    private static final Map<String, String> NAMED_OTHERWISE = Map.ofEntries(
            Map.entry("Antigua and Barbuda", "AG"),
            Map.entry("Bonaire", "BQ"),
            Map.entry("Bosnia and Herzegovina", "BA"),
            Map.entry("Brunei Darussalam", "BN"),
            Map.entry("Cabo Verde", "CV"),
            Map.entry("Congo", "CG"),
            Map.entry("Congo (DRC)", "CD"),
            Map.entry("Czech Republic", "CZ"),
            Map.entry("Côte d'Ivoire", "CI"),
            Map.entry("Heard Island and McDonald Islands", "HM"),
            Map.entry("Hong Kong Special Administrative Region", "HK"),
            Map.entry("Korea, Republic of", "KR"),
            Map.entry("Macao Special Administrative Region", "MO"),
            Map.entry("Myanmar", "MM"),
            Map.entry("North Macedonia, Republic of", "MK"),
            Map.entry("Palestinian Authority", "PS"),
            Map.entry("Reunion", "RE"),
            Map.entry("Saba", "BQ"),
            Map.entry("Saint Barthélemy", "BL"),
            Map.entry("Saint Kitts and Nevis", "KN"),
            Map.entry("Saint Lucia", "LC"),
            Map.entry("Saint Martin", "MF"),
            Map.entry("Saint Pierre and Miquelon", "PM"),
            Map.entry("Saint Vincent and the Grenadines", "VC"),
            Map.entry("Sint Eustatius", "BQ"),
            Map.entry("South Georgia and South Sandwich Islands", "GS"),
            Map.entry("St Helena, Ascension, Tristan da Cunha", "SH"),
            Map.entry("Svalbard and Jan Mayen", "SJ"),
            Map.entry("Swaziland", "SZ"),
            Map.entry("São Tomé and Príncipe", "ST"),
            Map.entry("Trinidad and Tobago", "TT"),
            Map.entry("Turks and Caicos Islands", "TC"),
            Map.entry("Türkiye", "TR"),
            Map.entry("UK", "GB"),
            Map.entry("Virgin Islands, U.S.", "VI"),
            Map.entry("Wallis and Futuna", "WF"));

    private final List<Country> all = CountryData.read();
    private final Countries countries = new Countries();

    @Test
    void everyRowOfTheRegionListIsACountryOfThatRegionAndCurrency() throws Exception {
        Map<String, String> codes = new TreeMap<>();
        for (String code : Locale.getISOCountries()) {
            codes.put(new Locale("", code).getDisplayCountry(Locale.ENGLISH).replace(" & ", " and "), code);
        }
        codes.put("Kosovo", "XK");
        codes.putAll(NAMED_OTHERWISE);

        Set<String> covered = new HashSet<>();
        List<CSVRecord> rows = regionList();
        assertThat(rows).hasSize(245);
        for (CSVRecord row : rows) {
            String name = row.get("country");
            assertThat(codes).as("code of %s", name).containsKey(name);
            Country country = countries.find(codes.get(name)).orElseThrow(() -> new AssertionError(name));
            assertThat(country.region()).as(name).isEqualTo(row.get("region"));
            if (!row.get("currency").isEmpty() && !row.get("currency").equals("USD")) {
                assertThat(country.currency().getCurrencyCode()).as(name).isEqualTo(row.get("currency"));
            }
            covered.add(country.code());
        }
        assertThat(all).extracting(Country::code).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(covered);
        assertThat(all).hasSize(242);
        assertThat(all)
                .extracting(Country::region)
                .containsOnly(
                        rows.stream().map(row -> row.get("region")).distinct().toArray(String[]::new));
    }

    @Test
    void everyCountryHasANameInEnglishAndFrench() {
        for (Country country : all) {
            assertThat(country.name(Locale.ENGLISH))
                    .as(country.code())
                    .isNotBlank()
                    .isNotEqualTo(country.code());
            assertThat(country.name(Locale.FRENCH))
                    .as(country.code())
                    .isNotBlank()
                    .isNotEqualTo(country.code());
        }
        assertThat(countries.find("DE").orElseThrow().name(Locale.FRENCH)).isEqualTo("Allemagne");
        assertThat(countries.find("XK").orElseThrow().name(Locale.ENGLISH)).isEqualTo("Kosovo");
    }

    @Test
    void everyPostalCodePatternMatchesItsExampleAndNothingMore() {
        for (Country country : all) {
            if (country.postalCodePattern() == null) {
                assertThat(country.postalCodeExample()).as(country.code()).isNull();
                assertThat(country.postalCodeRequired()).as(country.code()).isFalse();
            } else {
                Pattern pattern = Pattern.compile(country.postalCodePattern());
                assertThat(country.postalCodeExample()).as(country.code()).matches(pattern);
                assertThat(country.postalCodeExample() + "!").as(country.code()).doesNotMatch(pattern);
                assertThat("").as(country.code()).doesNotMatch(pattern);
            }
        }
        assertThat(all)
                .filteredOn(country -> country.postalCodePattern() != null)
                .hasSizeGreaterThan(160);
    }

    @Test
    void everyRegistrationNumberPatternMatchesItsExample() {
        for (Country country : all) {
            if (country.registrationNumberPattern() == null) {
                assertThat(country.registrationNumberExample())
                        .as(country.code())
                        .isNull();
            } else {
                assertThat(country.registrationNumberExample())
                        .as(country.code())
                        .matches(Pattern.compile(country.registrationNumberPattern()));
            }
        }
    }

    @Test
    void everyCultureIsALocaleOfItsCountryInOneOfItsLanguages() {
        Set<String> known = Set.of(Locale.getISOLanguages());
        for (Country country : all) {
            assertThat(country.languages())
                    .as(country.code())
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .isSubsetOf(known);
            assertThat(country.cultures()).as(country.code()).hasSameSizeAs(country.languages());
            for (String culture : country.cultures()) {
                Locale locale = new Locale.Builder().setLanguageTag(culture).build();
                assertThat(locale.toLanguageTag()).isEqualTo(culture);
                assertThat(locale.getCountry()).as(culture).isEqualTo(country.code());
                assertThat(country.languages()).as(culture).contains(culture.substring(0, 2));
            }
        }
        assertThat(countries.find("BE").orElseThrow().cultures()).containsExactly("nl-BE", "fr-BE", "de-BE");
        assertThat(countries.find("CH").orElseThrow().cultures()).containsExactly("de-CH", "fr-CH", "it-CH");
        assertThat(countries.find("FR").orElseThrow().cultures()).containsExactly("fr-FR");
    }

    @Test
    void registrationNumberAndPhoneAreMandatoryInTheCountriesOfTheRuleThatCanBeSoldTo() {
        Set<String> rule = new TreeSet<>(
                Arrays.asList("AM AZ BY BR HU IN IQ KZ KG MD MM PL RU SA ZA SS TJ TH TR UA AE UZ VE VN".split(" ")));
        assertThat(rule).hasSize(24);
        assertThat(countries.find("BY")).isEmpty();
        assertThat(countries.find("RU")).isEmpty();
        rule.removeAll(Set.of("BY", "RU"));
        assertThat(all)
                .filteredOn(Country::registrationNumberRequired)
                .extracting(Country::code)
                .containsExactlyInAnyOrderElementsOf(rule);
        assertThat(all)
                .filteredOn(Country::phoneRequired)
                .extracting(Country::code)
                .containsExactlyInAnyOrderElementsOf(rule);
        assertThat(all).filteredOn(Country::registrationNumberRequired).allSatisfy(country -> assertThat(
                        country.registrationNumberLabel())
                .isNotBlank());
    }

    @Test
    void statesAreListedOnceEachWhereTheyAreRequired() {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Country country : all) {
            assertThat(country.stateRequired())
                    .as(country.code())
                    .isEqualTo(!country.states().isEmpty());
            assertThat(country.states())
                    .extracting(State::code)
                    .doesNotHaveDuplicates()
                    .allMatch(code -> code.matches("[A-Z0-9]{1,3}"));
            assertThat(country.states())
                    .extracting(State::name)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> !name.isBlank());
            if (!country.states().isEmpty()) {
                sizes.put(country.code(), country.states().size());
            }
        }
        assertThat(sizes)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "US", 54, "CA", 13, "CN", 31, "MX", 32, "AU", 8, "BR", 27, "IN", 36, "JP", 47, "IT", 107, "ES",
                        52));
        assertThat(countries.find("US").orElseThrow().states()).contains(new State("WA", "Washington"));
        assertThat(countries.find("CA").orElseThrow().states()).contains(new State("QC", "Québec"));
    }

    @Test
    void findsACountryByItsExactCodeOnly() {
        assertThat(countries.find("FR")).get().extracting(Country::currency).hasToString("EUR");
        assertThat(countries.find("BR")).get().extracting(Country::currency).hasToString("BRL");
        assertThat(countries.find("fr")).isEmpty();
        assertThat(countries.find("ZZ")).isEmpty();
        assertThat(countries.find("")).isEmpty();
        assertThat(countries.find(null)).isEmpty();
    }

    @Test
    void tellsWhetherTwoCountriesAreInOneRegion() {
        assertThat(countries.sameRegion("FR", "DE")).isTrue();
        assertThat(countries.sameRegion("FR", "FR")).isTrue();
        assertThat(countries.sameRegion("FR", "US")).isFalse();
        assertThat(countries.sameRegion("FR", "RE")).isFalse();
        assertThat(countries.sameRegion("FR", "ZZ")).isFalse();
        assertThat(countries.sameRegion("ZZ", "ZZ")).isFalse();
        assertThat(countries.sameRegion(null, "FR")).isFalse();
    }

    @Test
    void listsARegionInTheAlphabetOfTheReader() {
        List<Country> french = countries.inRegionOf("FR", Locale.FRENCH);
        assertThat(french).hasSize(45);
        List<String> names =
                french.stream().map(country -> country.name(Locale.FRENCH)).toList();
        assertThat(names).isSortedAccordingTo(Collator.getInstance(Locale.FRENCH)::compare);
        assertThat(names).startsWith("Allemagne", "Andorre", "Autriche").doesNotHaveDuplicates();
        assertThat(names.indexOf("Îles Féroé"))
                .isLessThan(names.indexOf("Irlande"))
                .isPositive();
        assertThat(countries.inRegionOf("FR", Locale.ENGLISH))
                .extracting(Country::code)
                .startsWith("AX", "AD", "AT")
                .contains("FR", "CH", "GB");
        for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH, Locale.GERMAN, Locale.JAPANESE)) {
            assertThat(all.stream().map(Country::code).filter(code -> countries.inRegionOf(code, locale).stream()
                            .noneMatch(country -> country.code().equals(code))))
                    .isEmpty();
        }
        assertThat(countries.inRegionOf("ZZ", Locale.ENGLISH)).isEmpty();
        assertThat(countries.inRegionOf(null, Locale.ENGLISH)).isEmpty();
    }

    private static List<CSVRecord> regionList() throws Exception {
        try (Reader reader = new InputStreamReader(
                CountryDataTests.class.getResourceAsStream("/data/csp_regions.csv"), StandardCharsets.UTF_8)) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }
}
