package io.relais.incentive;

import io.relais.audit.AuditTrail;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Months, rates and who computed in the reader's language, for pages: {@code ${@incentiveLabels.month(month)}}. */
@Component
public class IncentiveLabels {

    private final MessageSource messages;

    IncentiveLabels(MessageSource messages) {
        this.messages = messages;
    }

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

    /** Who started a computation: a person's user name, or in words what happens by itself. */
    public String by(String actor) {
        return AuditTrail.SYSTEM.equals(actor)
                ? messages.getMessage("incentive.run.itself", null, LocaleContextHolder.getLocale())
                : actor;
    }
}
