package io.relais.enrollment;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Days on which people work: Monday to Friday, in UTC. Public holidays differ from place to place and are not known here. */
final class BusinessDays {

    private BusinessDays() {}

    /** The same time of day that many business days later; what begins on a weekend is counted from its end. */
    static Instant after(Instant begin, int days) {
        ZonedDateTime day = begin.atZone(ZoneOffset.UTC);
        int left = days;
        while (left > 0) {
            day = day.plusDays(1);
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return day.toInstant();
    }
}
