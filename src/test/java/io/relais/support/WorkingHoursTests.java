package io.relais.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingHoursTests {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Set<DayOfWeek> MONDAY_TO_FRIDAY = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    private final WorkingHours office =
            new WorkingHours(PARIS, MONDAY_TO_FRIDAY, LocalTime.of(9, 0), LocalTime.of(18, 0));

    @ParameterizedTest
    @CsvSource({
        // Within a day; 2026-11-24 is a Tuesday.
        "2026-11-24T10:00, PT2H, 2026-11-24T12:00",
        "2026-11-24T09:00, PT9H, 2026-11-24T18:00",
        "2026-11-24T16:00, PT2H, 2026-11-24T18:00",
        // Over the night.
        "2026-11-24T17:00, PT2H, 2026-11-25T10:00",
        "2026-11-24T17:59, PT4H, 2026-11-25T12:59",
        // Before work, after work, at its very end.
        "2026-11-24T03:00, PT2H, 2026-11-24T11:00",
        "2026-11-24T22:00, PT2H, 2026-11-25T11:00",
        "2026-11-24T18:00, PT2H, 2026-11-25T11:00",
        // Over the weekend; from within it.
        "2026-11-27T17:00, PT4H, 2026-11-30T12:00",
        "2026-11-28T12:00, PT8H, 2026-11-30T17:00",
        "2026-11-29T23:59, PT1M, 2026-11-30T09:01",
        // More than a day, more than a week.
        "2026-11-24T10:00, PT10H, 2026-11-25T11:00",
        "2026-11-23T09:00, PT45H, 2026-11-27T18:00",
        "2026-11-23T09:00, PT45H1M, 2026-11-30T09:01",
        // The clock goes forward on 2026-03-29 and back on 2026-10-25, both in the night to Sunday.
        "2026-03-27T17:00, PT2H, 2026-03-30T10:00",
        "2026-10-23T17:00, PT2H, 2026-10-26T10:00"
    })
    void countsTimeAsItPassesAtWork(LocalDateTime from, Duration work, LocalDateTime until) {
        assertThat(office.after(at(from), work)).isEqualTo(at(until));
    }

    @Test
    void knowsTheHourThatIsMissingInSpringAndTheOneThatComesTwiceInAutumn() {
        WorkingHours always =
                new WorkingHours(PARIS, EnumSet.allOf(DayOfWeek.class), LocalTime.of(0, 0), LocalTime.of(23, 0));
        // From 1:30 half an hour is left before it is 3:00.
        assertThat(always.after(at(LocalDateTime.parse("2026-03-29T01:30")), Duration.ofHours(1)))
                .isEqualTo(at(LocalDateTime.parse("2026-03-29T03:30")));
        // 1:30, 2:30, 2:30 again.
        assertThat(always.after(Instant.parse("2026-10-24T23:30:00Z"), Duration.ofHours(2)))
                .isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @Test
    void isAskedInUtcAndAnsweredInUtc() {
        assertThat(office.after(Instant.parse("2026-07-01T15:30:00Z"), Duration.ofHours(1)))
                .as("17:30 in Paris in summer")
                .isEqualTo(Instant.parse("2026-07-02T07:30:00Z"));
        assertThat(office.after(Instant.parse("2026-12-01T15:30:00Z"), Duration.ofHours(1)))
                .as("16:30 in winter")
                .isEqualTo(Instant.parse("2026-12-01T16:30:00Z"));
    }

    @Test
    void refusesHoursInWhichNobodyWorks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkingHours(PARIS, Set.of(), LocalTime.of(9, 0), LocalTime.of(18, 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkingHours(PARIS, MONDAY_TO_FRIDAY, LocalTime.of(18, 0), LocalTime.of(9, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> office.after(Instant.EPOCH, Duration.ZERO));
    }

    private static Instant at(LocalDateTime local) {
        return local.atZone(PARIS).toInstant();
    }
}
