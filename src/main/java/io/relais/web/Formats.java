package io.relais.web;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** How pages write times, days and amounts: {@code @formats.time(…)} in templates. Times in UTC,
 * said so; days and times as ISO 8601 has them, which no reader takes for another day; amounts in the reader's way. */
@Component
public class Formats {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    public String time(Instant instant) {
        return instant == null ? "" : TIME.format(instant);
    }

    /** To the second, where a second decides. */
    public String second(Instant instant) {
        return instant == null ? "" : SECOND.format(instant);
    }

    public String day(Instant instant) {
        return instant == null ? "" : day(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }

    public String day(LocalDate date) {
        return date == null ? "" : date.toString();
    }

    /** A number with its digits grouped as the reader is used to. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(LocaleContextHolder.getLocale()).format(number);
    }

    public String money(BigDecimal amount, String currency) {
        return money(amount, currency, LocaleContextHolder.getLocale());
    }

    /** For a reader who is not the one at the page. */
    public String money(BigDecimal amount, String currency, Locale reader) {
        if (amount == null) {
            return "";
        }
        NumberFormat format = NumberFormat.getCurrencyInstance(reader);
        Currency unit = Currency.getInstance(currency);
        format.setCurrency(unit);
        // The reader's country would decide otherwise: yen have no cents in France either.
        format.setMinimumFractionDigits(Math.max(0, unit.getDefaultFractionDigits()));
        format.setMaximumFractionDigits(Math.max(0, unit.getDefaultFractionDigits()));
        return format.format(amount);
    }
}
