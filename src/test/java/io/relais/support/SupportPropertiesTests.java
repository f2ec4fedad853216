package io.relais.support;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A setting that cannot be right is said when the application starts, not when somebody needs help. */
class SupportPropertiesTests {

    private static final Set<DayOfWeek> MONDAY = Set.of(DayOfWeek.MONDAY);
    private static final Map<Severity, Duration> NONE = Map.of();

    @Test
    void saysWhichSettingIsWrong() {
        assertThatThrownBy(() -> settings(Set.of(), "09:00", "18:00", NONE, 14))
                .hasMessageContaining("relais.support.working-days");
        assertThatThrownBy(() -> settings(MONDAY, "18:00", "18:00", NONE, 14))
                .hasMessageContaining("relais.support.opens is not before closes: 18:00, 18:00");
        assertThatThrownBy(() -> settings(MONDAY, "09:00", "18:00", Map.of(Severity.CRITICAL, Duration.ZERO), 14))
                .hasMessageContaining("relais.support.first-response.CRITICAL");
        assertThatThrownBy(() -> settings(MONDAY, "09:00", "18:00", NONE, -1))
                .hasMessageContaining("relais.support.reopen-days is not positive: -1");
    }

    private static SupportProperties settings(
            Set<DayOfWeek> days, String opens, String closes, Map<Severity, Duration> targets, int reopenDays) {
        return new SupportProperties(
                ZoneId.of("Europe/Paris"), days, LocalTime.parse(opens), LocalTime.parse(closes), targets, reopenDays);
    }
}
