package io.relais.web;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** How pages write times, days and amounts: {@code @formats.time(…)} in templates. In the reader's language; times in UTC, said so. */
@Component
public class Formats {

    public String time(Instant instant) {
        return instant == null
                ? ""
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                                .withLocale(LocaleContextHolder.getLocale())
                                .format(instant.atZone(ZoneOffset.UTC))
                        + " UTC";
    }

    public String day(Instant instant) {
        return instant == null ? "" : day(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }

    public String day(LocalDate date) {
        return date == null
                ? ""
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(LocaleContextHolder.getLocale())
                        .format(date);
    }

    public String money(BigDecimal amount, String currency) {
        if (amount == null) {
            return "";
        }
        NumberFormat format = NumberFormat.getCurrencyInstance(LocaleContextHolder.getLocale());
        format.setCurrency(Currency.getInstance(currency));
        return format.format(amount);
    }
}
