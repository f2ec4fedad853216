package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@RelaisTest
class ApplicationTests {

    @Autowired
    private Clock clock;

    @Test
    void startsAndSeesTheTimeOfTheEngine() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2030-01-02T03:04:05Z")));

        assertThat(clock.instant()).isEqualTo("2030-01-02T03:04:05Z");
    }
}
