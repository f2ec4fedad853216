package io.relais.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.i18n.LocaleContextHolder;

class FormatsTests {

    @AfterEach
    void anyReader() {
        LocaleContextHolder.resetLocaleContext();
    }

    @ParameterizedTest
    @CsvSource({
        "en, 30037, JPY, '30,037'",
        "fr, 30037, JPY, '30 037'",
        "en, 12.5, EUR, 12.50",
        "fr, 1.234, BHD, '1,234'"
    })
    void writesAnAmountWithTheDigitsOfItsCurrency(Locale reader, BigDecimal amount, String currency, String digits) {
        LocaleContextHolder.setLocale(reader);
        assertThat(new Formats()
                        .money(amount, currency)
                        .replaceAll("[\\u00a0\\u202f]", " ")
                        .replaceAll("[^\\d,. ]", ""))
                .satisfies(text -> assertThat(text.strip()).isEqualTo(digits));
    }
}
