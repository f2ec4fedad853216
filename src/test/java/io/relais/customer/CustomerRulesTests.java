package io.relais.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.country.Countries;
import io.relais.provider.Provider;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;

/** What a customer's details and agreement must be like (domain.md F-10, F-12 to F-14). */
class CustomerRulesTests {

    private static final Provider PROVIDER = new Provider(
            "Relais Distribution",
            "FR",
            "4300001",
            "partners@relais.example",
            "https://relais.example",
            "http://localhost:8080");

    private static final Validator SIZES =
            Validation.buildDefaultValidatorFactory().getValidator();

    private final CustomerRules rules = new CustomerRules(
            new Countries(), PROVIDER, Clock.fixed(Instant.parse("2026-03-01T00:30:00Z"), ZoneOffset.UTC));

    @Test
    void findsNothingWrongWithFlawlessDetails() {
        assertThat(problems(Map.of())).isEmpty();
    }

    // ---- company name

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HP",
                "3M",
                "Société Générale",
                "A. P. Møller – Mærsk",
                "株式会社",
                "Ltd Ltd",
                "SAP SE",
                "Sarl Dupont",
                "<script>alert(1)</script>"
            })
    void acceptsCompanyNames(String name) {
        assertThat(problems(Map.of("companyName", name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, customer.companyName.required",
                "X, customer.companyName.tooPoor",
                "𝐗, customer.companyName.tooPoor",
                "'***', customer.companyName.tooPoor",
                "' \t ', customer.companyName.tooPoor",
                "GmbH, customer.companyName.onlyLegalForm",
                "S.A.R.L., customer.companyName.onlyLegalForm",
                "'L L C', customer.companyName.onlyLegalForm",
                "Inc., customer.companyName.onlyLegalForm",
                "corp, customer.companyName.onlyLegalForm",
                "PLC, customer.companyName.onlyLegalForm"
            })
    void refusesCompanyNames(String name, String code) {
        assertThat(problems(with("companyName", name))).containsExactly(Map.entry("companyName", code));
    }

    @ParameterizedTest
    @CsvSource({
        "contoso.com, customer.companyName.internetName",
        "Contoso.FR, customer.companyName.internetName",
        "999, customer.companyName.unusual",
        "aaaa, customer.companyName.unusual",
        "1 2 3, customer.companyName.unusual"
    })
    void warnsOfUnusualCompanyNamesWithoutRefusingThem(String name, String warning) {
        assertThat(problems(Map.of("companyName", name))).isEmpty();
        assertThat(rules.warnings(details(Map.of("companyName", name)))).containsExactly(warning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contoso", "99", "1 23", "Comcast", "Telecom"})
    void warnsOfNoUsualCompanyName(String name) {
        assertThat(rules.warnings(details(Map.of("companyName", name)))).isEmpty();
    }

    @Test
    void hasNothingToWarnOfInAnEmptyDraft() {
        assertThat(rules.warnings(CustomerDetails.NONE)).isEmpty();
    }

    // ---- domain

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "contoso", "CONTOSO", "contoso2026", "abcdefghijklmnopqrstuvwxyz1"})
    void acceptsDomains(String prefix) {
        assertThat(problems(Map.of("domainPrefix", prefix))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, customer.domainPrefix.required",
                "con-toso, customer.domainPrefix.format",
                "con.toso, customer.domainPrefix.format",
                "con toso, customer.domainPrefix.format",
                "société, customer.domainPrefix.format",
                "contoso.onmicrosoft.com, customer.domainPrefix.format",
                "abcdefghijklmnopqrstuvwxyz12, customer.domainPrefix.format",
                "'', customer.domainPrefix.format",
                "١٢٣, customer.domainPrefix.format"
            })
    void refusesDomains(String prefix, String code) {
        assertThat(problems(with("domainPrefix", prefix))).containsExactly(Map.entry("domainPrefix", code));
    }

    @Test
    void writesDomainsInLowerCaseWhateverTheLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(details(Map.of("domainPrefix", "ISTIKBAL")).domain()).isEqualTo("istikbal.onmicrosoft.com");
        } finally {
            Locale.setDefault(before);
        }
    }

    // ---- contact

    @ParameterizedTest
    @ValueSource(strings = {"firstName", "lastName", "email"})
    void needsTheContact(String field) {
        assertThat(problems(with(field, null))).containsExactly(Map.entry(field, "customer." + field + ".required"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"claire@contoso.example", "c@b.fr", "o'neil+orders@sub.contoso.co.uk", "claire@relais.example.fr"
            })
    void acceptsEmailAddresses(String email) {
        assertThat(problems(Map.of("email", email))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "claire, customer.email.format",
        "claire@contoso, customer.email.format",
        "claire@@contoso.fr, customer.email.format",
        "@contoso.fr, customer.email.format",
        "claire@contoso.fr., customer.email.format",
        "claire dubois@contoso.fr, customer.email.format",
        "'claire@contoso.fr, paul@contoso.fr', customer.email.format",
        "Claire <claire@contoso.fr>, customer.email.format",
        "claire@microsoft.com, customer.email.domain",
        "claire@MICROSOFT.com, customer.email.domain",
        "claire@relais.example, customer.email.domain"
    })
    void refusesEmailAddresses(String email, String code) {
        assertThat(problems(Map.of("email", email))).containsExactly(Map.entry("email", code));
    }

    // ---- country

    @Test
    void needsACountry() {
        assertThat(problems(with("country", null))).containsEntry("country", "customer.country.required");
    }

    @Test
    void refusesACountryOfAnotherRegionAndSaysNoMoreAboutItsAddress() {
        assertThat(problems(Map.of("country", "US")))
                .containsExactly(Map.entry("country", "customer.country.otherRegion"));
    }

    @Test
    void refusesACountryThatIsNone() {
        assertThat(problems(Map.of("country", "ZZ"))).containsKey("country");
    }

    @Test
    void asksForWhatTheCountryAsksFor() {
        Map<String, Object> hungarian =
                Map.of("country", "HU", "postalCode", "1037", "language", "hu", "culture", "hu-HU");
        assertThat(problems(hungarian).keySet()).containsExactlyInAnyOrder("phone", "registrationNumber");

        Map<String, Object> complete = new TreeMap<>(hungarian);
        complete.put("phone", "+36 1 234 5678");
        complete.put("registrationNumber", "12345678-2-41");
        assertThat(problems(complete)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "addressLine1, null",
                "city, null",
                "postalCode, null",
                "postalCode, 7500",
                "language, de",
                "culture, fr-BE",
                "phone, 12"
            })
    void checksTheAddressByTheRulesOfItsCountry(String field, String value) {
        assertThat(problems(with(field, value)).keySet()).containsExactly(field);
    }

    // ---- lengths

    @ParameterizedTest
    @CsvSource({
        "companyName, 200",
        "domainPrefix, 27",
        "addressLine1, 200",
        "addressLine2, 200",
        "city, 100",
        "state, 50",
        "postalCode, 20",
        "firstName, 50",
        "lastName, 50",
        "email, 254",
        "phone, 40",
        "registrationNumber, 50"
    })
    void keepsToTheLengthsOfTheTables(String field, int longest) {
        assertThat(SIZES.validate(details(Map.of(field, "x".repeat(longest))))).isEmpty();
        assertThat(SIZES.validate(details(Map.of(field, "x".repeat(longest + 1)))))
                .singleElement()
                .satisfies(violation ->
                        assertThat(violation.getPropertyPath().toString()).isEqualTo(field));
    }

    // ---- agreement

    @Test
    void acceptsAnAgreementOfToday() {
        assertThat(problems(agreement("2026-03-01"))).isEmpty();
    }

    @Test
    void refusesAnAgreementOfTomorrowInUtc() {
        assertThat(problems(agreement("2026-03-02")))
                .containsExactly(Map.entry("date", "customer.agreement.date.future"));
    }

    @Test
    void needsEverythingOfTheAgreementButThePhone() {
        assertThat(problems(AgreementAttestation.NONE))
                .containsExactly(
                        Map.entry("date", "customer.agreement.date.required"),
                        Map.entry("email", "customer.email.required"),
                        Map.entry("firstName", "customer.firstName.required"),
                        Map.entry("lastName", "customer.lastName.required"));
    }

    @Test
    void wantsTheAgreementSignedByTheCustomerNotByUs() {
        assertThat(problems(new AgreementAttestation(
                        "Claire", "Dubois", "claire@relais.example", null, LocalDate.parse("2026-01-01"))))
                .containsExactly(Map.entry("email", "customer.email.domain"));
    }

    // ---- words

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void saysEveryRefusalAndWarningInWords(String language) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/customer");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        BindingResult wrong = new BeanPropertyBindingResult(details(Map.of()), "details");
        rules.validate(
                details(Map.of(
                        "country", "US", "email", "a@microsoft.com", "companyName", "GmbH", "domainPrefix", "é")),
                wrong);
        assertThat(wrong.getErrorCount()).isEqualTo(4);
        wrong.getAllErrors().forEach(error -> assertThat(
                        messages.getMessage(error.getCode(), error.getArguments(), Locale.forLanguageTag(language)))
                .doesNotContain("{", "customer."));
        assertThat(messages.getMessage("customer.country.otherRegion", new Object[] {PROVIDER.name()}, Locale.FRENCH))
                .contains("Relais Distribution");
    }

    // ---- small things

    private static AgreementAttestation agreement(String date) {
        return new AgreementAttestation("Claire", "Dubois", "claire@contoso.example", null, LocalDate.parse(date));
    }

    private Map<String, String> problems(Map<String, Object> changed) {
        CustomerDetails details = details(changed);
        BindingResult errors = new BeanPropertyBindingResult(details, "details");
        rules.validate(details, errors);
        return codes(errors);
    }

    private Map<String, String> problems(AgreementAttestation agreement) {
        BindingResult errors = new BeanPropertyBindingResult(agreement, "agreement");
        rules.validate(agreement, errors);
        return codes(errors);
    }

    private static Map<String, String> codes(BindingResult errors) {
        Map<String, String> codes = new TreeMap<>();
        errors.getFieldErrors().forEach(error -> assertThat(codes.put(error.getField(), error.getCode()))
                .as("one error for " + error.getField())
                .isNull());
        return codes;
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> changed = new TreeMap<>();
        changed.put(field, value);
        return changed;
    }

    private static CustomerDetails details(Map<String, Object> changed) {
        Map<String, Object> values = new TreeMap<>(Map.of(
                "companyName", "Contoso",
                "domainPrefix", "contoso",
                "country", "FR",
                "addressLine1", "12 rue de la Paix",
                "city", "Paris",
                "postalCode", "75002",
                "firstName", "Claire",
                "lastName", "Dubois",
                "email", "claire@contoso.example",
                "language", "fr"));
        values.put("culture", "fr-FR");
        values.putAll(changed);
        List<String> order = List.of(
                "companyName",
                "domainPrefix",
                "country",
                "addressLine1",
                "addressLine2",
                "city",
                "state",
                "postalCode",
                "firstName",
                "lastName",
                "email",
                "phone",
                "language",
                "culture",
                "registrationNumber");
        Object[] v = order.stream().map(values::get).toArray();
        return new CustomerDetails(
                (String) v[0],
                (String) v[1],
                (String) v[2],
                (String) v[3],
                (String) v[4],
                (String) v[5],
                (String) v[6],
                (String) v[7],
                (String) v[8],
                (String) v[9],
                (String) v[10],
                (String) v[11],
                (String) v[12],
                (String) v[13],
                (String) v[14]);
    }
}
