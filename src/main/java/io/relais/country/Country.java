package io.relais.country;

import java.util.Currency;
import java.util.List;
import java.util.Locale;

/**
 * A country or territory that can be sold to, and what an address in it needs (domain.md F-10, F-12, F-13).
 *
 * @param code ISO 3166-1 alpha-2
 * @param region its CSP region, the words of Microsoft's list; partners only pair within one
 * @param currency in which it is billed
 * @param postalCodePattern for the whole code, in upper case, or null where any text will do
 * @param postalCodeExample null where there is no pattern
 * @param registrationNumberLabel what the number is called there (CNPJ, PAN, …), or null
 * @param registrationNumberPattern null where any text will do
 * @param registrationNumberExample null where there is no pattern
 * @param states empty where a state is free text
 * @param languages two-letter codes, the main one first
 * @param cultures such as {@code fr-BE}, in the order of the languages
 */
public record Country(
        String code,
        String region,
        Currency currency,
        boolean cityRequired,
        boolean stateRequired,
        boolean postalCodeRequired,
        String postalCodePattern,
        String postalCodeExample,
        boolean phoneRequired,
        boolean registrationNumberRequired,
        String registrationNumberLabel,
        String registrationNumberPattern,
        String registrationNumberExample,
        List<State> states,
        List<String> languages,
        List<String> cultures) {

    public Country {
        states = List.copyOf(states);
        languages = List.copyOf(languages);
        cultures = List.copyOf(cultures);
    }

    /** The country's name in the language of the reader. */
    public String name(Locale locale) {
        return new Locale("", code).getDisplayCountry(locale);
    }
}
