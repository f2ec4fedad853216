package io.relais.incentive;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Months and rates in the reader's language, for pages: {@code ${@incentiveLabels.month(month)}}. */
@Component
public class IncentiveLabels {

    /** Such as <i>October 2026</i>. */
    public String month(YearMonth month) {
        return DateTimeFormatter.ofPattern("LLLL yyyy", LocaleContextHolder.getLocale())
                .format(month);
    }

    /** A rate that is given in percent, such as <i>8.5%</i>. */
    public String rate(BigDecimal percent) {
        NumberFormat format = NumberFormat.getPercentInstance(LocaleContextHolder.getLocale());
        format.setMaximumFractionDigits(4);
        return percent == null ? "" : format.format(percent.movePointLeft(2));
    }
}
