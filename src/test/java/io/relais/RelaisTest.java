package io.relais;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ActiveProfiles;

/**
 * A test against the whole application: real faces, the real engine, a database in memory, the demo's people, jobs that run only when the
 * test says so. All such tests share one context (and so one database: let each test make the data it asserts on); adding a
 * {@code @MockBean} or a property to a test would cost a second context of many seconds.
 *
 * <p>Ask it through {@code MockMvc}, or, where Camunda's own servlets or a browser are needed, over HTTP at {@code @LocalServerPort}.
 *
 * <p>The application's clock and the engine's are one: turn both with {@code ClockUtil.setCurrentTime(…)}; it is put back after each test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
@ActiveProfiles({"demo", "test"})
@Import(RelaisTest.TurnableClock.class)
@ExtendWith(RelaisTest.ClockPutBack.class)
public @interface RelaisTest {

    /** Lets the application see the time that the engine sees. */
    @TestConfiguration(proxyBeanMethods = false)
    class TurnableClock {

        @Bean
        @Primary
        Clock engineClock() {
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return Clock.fixed(instant(), zone);
                }

                @Override
                public Instant instant() {
                    return ClockUtil.getCurrentTime().toInstant();
                }
            };
        }
    }

    /** The next test starts in the present. */
    class ClockPutBack implements AfterEachCallback {

        @Override
        public void afterEach(ExtensionContext test) {
            ClockUtil.reset();
        }
    }
}
