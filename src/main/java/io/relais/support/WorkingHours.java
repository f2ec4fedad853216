package io.relais.support;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/** Counts time as it passes at work: on some days of the week, between two times of day at one place. */
record WorkingHours(ZoneId zone, Set<DayOfWeek> days, LocalTime opens, LocalTime closes) {

    WorkingHours {
        if (days.isEmpty() || !opens.isBefore(closes)) {
            throw new IllegalArgumentException("Nobody ever works: " + days + " " + opens + "–" + closes);
        }
    }

    /** When this much working time has passed since an instant; where it ends with the working day, that is at its end. */
    Instant after(Instant from, Duration work) {
        if (work.isNegative() || work.isZero()) {
            throw new IllegalArgumentException("No working time: " + work);
        }
        Duration left = work;
        for (LocalDate day = from.atZone(zone).toLocalDate(); ; day = day.plusDays(1)) {
            if (!days.contains(day.getDayOfWeek())) {
                continue;
            }
            Instant start = later(from, day.atTime(opens).atZone(zone).toInstant());
            Instant end = day.atTime(closes).atZone(zone).toInstant();
            if (!start.isBefore(end)) {
                continue;
            }
            Duration today = Duration.between(start, end);
            if (left.compareTo(today) <= 0) {
                return start.plus(left);
            }
            left = left.minus(today);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
