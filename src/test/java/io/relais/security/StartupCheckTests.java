package io.relais.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

class StartupCheckTests {

    private static final String KEY = "v1:MDEyMzQ1Njc4OWFiY2RlZkdISUpLTE1OT1BRUlNUVVY=";

    @Test
    void startsWithASafeConfiguration() {
        assertThat(StartupCheck.problems(production())).isEmpty();
    }

    @Test
    void startsTheDemoOnThisMachine() {
        assertThat(StartupCheck.problems(demo().withProperty("server.address", "127.0.0.1")))
                .isEmpty();
        assertThat(StartupCheck.problems(demo().withProperty("server.address", "::1")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "192.0.2.10", "''"})
    void refusesTheDemoOnANetwork(String address) {
        assertThat(StartupCheck.problems(demo().withProperty("server.address", address)))
                .singleElement()
                .asString()
                .contains("server.address", "127.0.0.1");
        assertThat(StartupCheck.problems(demo())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            relais.sealing.keys                | ''                        | RELAIS_SEALING_KEYS
            relais.sealing.keys                | v1:c2hvcnQ=               | 32 bytes
            relais.sealing.keys                | v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | not random
            relais.sealing.keys                | secret                    | id:base64
            relais.sealing.demo-key-file       | ./data/demo.key           | demo-key-file
            camunda.bpm.authorization.enabled  | false                     | camunda.bpm.authorization.enabled
            spring.h2.console.enabled          | true                      | spring.h2.console.enabled
            relais.provider.base-url           | http://partners.example   | RELAIS_PROVIDER_BASE_URL
            """)
    void refusesWhatIsNotSafeAndNamesIt(String property, String value, String named) {
        assertThat(StartupCheck.problems(production().withProperty(property, value)))
                .singleElement()
                .asString()
                .contains(named);
    }

    @Test
    void allowsPlainHttpOnlyWhenAskedToAndWithCookiesThatCanWork() {
        MockEnvironment plain = production()
                .withProperty("relais.provider.base-url", "http://partners.example")
                .withProperty("relais.insecure-base-url-allowed", "true");

        assertThat(StartupCheck.problems(plain)).singleElement().asString().contains("RELAIS_SECURE_COOKIES");
        assertThat(StartupCheck.problems(plain.withProperty("relais.secure-cookies", "false")))
                .isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysEverythingThatIsMissingAtOnceAndWithoutAStackTrace(CapturedOutput output) {
        SpringApplication application = new SpringApplication(RelaisApplication.class);
        application.setAdditionalProfiles("production");
        Throwable refusal = null;
        try {
            application.run("--spring.datasource.url=jdbc:h2:mem:never-opened").close();
        } catch (RuntimeException refused) {
            refusal = refused;
        }

        assertThat(refusal).isNotNull();
        assertThat(output.getAll())
                .contains("Relais refuses to start")
                .contains("RELAIS_SEALING_KEYS", "RELAIS_PROVIDER_BASE_URL")
                .doesNotContain("\tat io.relais");
    }

    @Test
    void namesWhatIsMissingForTheDatabase() {
        assertThat(StartupCheck.problems(production().withProperty("spring.datasource.url", "${RELAIS_DB_URL}")))
                .singleElement()
                .asString()
                .contains("RELAIS_DB_URL");
    }

    private static MockEnvironment demo() {
        MockEnvironment environment = new MockEnvironment().withProperty("camunda.bpm.authorization.enabled", "true");
        environment.setActiveProfiles("demo");
        return environment;
    }

    private static MockEnvironment production() {
        return new MockEnvironment()
                .withProperty("camunda.bpm.authorization.enabled", "true")
                .withProperty("relais.secure-cookies", "true")
                .withProperty("relais.sealing.keys", KEY)
                .withProperty("relais.provider.base-url", "https://partners.example");
    }
}
