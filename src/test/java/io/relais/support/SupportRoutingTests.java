package io.relais.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The decision table, row by row. */
class SupportRoutingTests {

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    private final DmnDecision table = engine.parseDecision(
            SupportRequestProcess.DECISION,
            getClass().getResourceAsStream("/bpmn/support-request/support-routing.dmn"));

    @ParameterizedTest
    @CsvSource({
        // category, severity, named, partner, manages, opened by it, who
        "SERVICE,   CRITICAL, true,  true,  true,  false, RESELLER",
        "ACCESS,    MODERATE, true,  true,  true,  false, RESELLER",
        "OTHER,     MINIMAL,  true,  true,  true,  false, RESELLER",
        "BILLING,   CRITICAL, true,  true,  true,  false, RESELLER",
        "LICENSING, MINIMAL,  true,  true,  true,  false, RESELLER",
        "SERVICE,   MODERATE, false, false, false, false, PROVIDER",
        "SERVICE,   MODERATE, true,  false, true,  false, PROVIDER",
        "SERVICE,   MODERATE, true,  true,  false, false, PROVIDER",
        "SERVICE,   MODERATE, true,  true,  true,  true,  PROVIDER"
    })
    void saysWhoWorksOnIt(
            Category category,
            Severity severity,
            boolean named,
            boolean partner,
            boolean manages,
            boolean openedByIt,
            Handler handler) {
        assertThat(decided(category, severity, named, partner, manages, openedByIt))
                .isEqualTo(handler.name());
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void leavesNothingToNobody(Category category) {
        for (Severity severity : Severity.values()) {
            for (int facts = 0; facts < 16; facts++) {
                assertThat(decided(
                                category, severity, (facts & 1) > 0, (facts & 2) > 0, (facts & 4) > 0, (facts & 8) > 0))
                        .as("%s %s %d", category, severity, facts)
                        .isIn(Handler.RESELLER.name(), Handler.PROVIDER.name());
            }
        }
    }

    private String decided(
            Category category, Severity severity, boolean named, boolean partner, boolean manages, boolean openedByIt) {
        return engine.evaluateDecisionTable(
                        table,
                        Map.of(
                                "category", category.name(),
                                "severity", severity.name(),
                                "contactNamed", named,
                                "contactIsPartner", partner,
                                "contactManages", manages,
                                "openedByContact", openedByIt))
                .getSingleResult()
                .getEntry("handler");
    }
}
