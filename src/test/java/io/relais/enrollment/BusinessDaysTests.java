package io.relais.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessDaysTests {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T09:30:00Z, 3, 2026-11-26T09:30:00Z",
        "2026-11-23T09:30:00Z, 5, 2026-11-30T09:30:00Z",
        "2026-11-27T23:59:59Z, 1, 2026-11-30T23:59:59Z",
        "2026-11-28T12:00:00Z, 1, 2026-11-30T12:00:00Z",
        "2026-11-29T12:00:00Z, 5, 2026-12-04T12:00:00Z",
        "2026-11-24T00:00:00Z, 10, 2026-12-08T00:00:00Z",
        "2026-11-24T00:00:00Z, 0, 2026-11-24T00:00:00Z"
    })
    void leaveOutSaturdaysAndSundays(Instant begin, int days, Instant end) {
        assertThat(BusinessDays.after(begin, days)).isEqualTo(end);
    }
}
