package io.relais.incentive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of rates, row by row. */
class IncentiveRatesTests {

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    private final DmnDecision table = engine.parseDecision(
            IncentiveRatesProcess.DECISION,
            getClass().getResourceAsStream("/bpmn/incentive-rates/incentive-rates.dmn"));

    @ParameterizedTest
    @CsvSource({
        "Copilot, P1Y, NEW, Europe, 12",
        "Security and identity, P3Y, NEW, Japan, 10",
        "Business applications, P1M, NEW, Europe, 10",
        "Enterprise, P3Y, NEW, Europe, 9",
        "Small business, P1Y, NEW, Europe, 8",
        "Small business, P1Y, NEW, Japan, 7",
        "Small business, P1M, NEW, Europe, 4",
        "Copilot, P1M, RENEWAL, Europe, 2",
        "Copilot, P1Y, RENEWAL, Europe, 5",
        "'', P5Y, NEW, '', 3"
    })
    void saysWhatIsEarned(String category, String term, Sale sale, String region, double percent) {
        assertThat(engine.evaluateDecisionTable(
                                table,
                                Map.of("category", category, "term", term, "sale", sale.name(), "region", region))
                        .getSingleResult()
                        .<Number>getEntry("rate")
                        .doubleValue())
                .isEqualTo(percent);
    }
}
