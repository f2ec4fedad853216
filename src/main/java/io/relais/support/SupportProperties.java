package io.relais.support;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code relais.support.*}: when the provider works, and how soon a support request is answered. Who works on which stands in the decision
 * table {@code support-routing}, not here. What cannot be right lets the application not start.
 *
 * @param timeZone where the provider works
 * @param workingDays on which days
 * @param opens from when, local time
 * @param closes until when, local time
 * @param firstResponse working hours until an answer, by severity
 * @param reopenDays for how many days a resolved request can be opened again, before it closes by itself
 */
@ConfigurationProperties("relais.support")
record SupportProperties(
        @DefaultValue("Europe/Paris") ZoneId timeZone,
        @DefaultValue({"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"}) Set<DayOfWeek> workingDays,
        @DefaultValue("09:00") LocalTime opens,
        @DefaultValue("18:00") LocalTime closes,
        Map<Severity, Duration> firstResponse,
        @DefaultValue("14") int reopenDays) {

    private static final Map<Severity, Duration> TARGETS = Map.of(
            Severity.CRITICAL, Duration.ofHours(2),
            Severity.MODERATE, Duration.ofHours(4),
            Severity.MINIMAL, Duration.ofHours(8));

    SupportProperties {
        require(!workingDays.isEmpty(), "working-days names no day");
        require(opens.isBefore(closes), "opens is not before closes: " + opens + ", " + closes);
        require(reopenDays > 0, "reopen-days is not positive: " + reopenDays);
        if (firstResponse != null) {
            firstResponse.forEach((severity, time) -> require(
                    time.compareTo(Duration.ZERO) > 0, "first-response." + severity + " is not positive: " + time));
        }
    }

    private static void require(boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("relais.support." + problem);
        }
    }

    WorkingHours workingHours() {
        return new WorkingHours(timeZone, workingDays, opens, closes);
    }

    Duration target(Severity severity) {
        return firstResponse == null
                ? TARGETS.get(severity)
                : firstResponse.getOrDefault(severity, TARGETS.get(severity));
    }
}
