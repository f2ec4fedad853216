package io.relais.partnership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision table, row by row. */
class ResellerEligibilityTests {

    private static final Map<String, Object> ELIGIBLE = Map.of(
            "authorized", true,
            "enrolled", true,
            "agreementSigned", true,
            "partnerIdGiven", true,
            "partnerIdTaken", false,
            "partnerIdOwn", false,
            "sameRegion", true,
            "alreadyCustomer", false);

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    private final DmnDecision table = engine.parseDecision(PartnershipRequestProcess.DECISION, model());

    @Test
    void findsNothingInTheWayOfAnEligibleReseller() {
        assertThat(obstacles(ELIGIBLE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "authorized, false, NOT_AUTHORIZED",
        "enrolled, false, NOT_ENROLLED",
        "agreementSigned, false, AGREEMENT_MISSING",
        "partnerIdGiven, false, PARTNER_ID_MISSING",
        "partnerIdTaken, true, PARTNER_ID_TAKEN",
        "partnerIdOwn, true, PARTNER_ID_OWN",
        "sameRegion, false, OTHER_REGION",
        "alreadyCustomer, true, ALREADY_CUSTOMER"
    })
    void namesTheObstacle(String fact, boolean value, Obstacle obstacle) {
        Map<String, Object> facts = new HashMap<>(ELIGIBLE);
        facts.put(fact, value);
        assertThat(obstacles(facts)).containsExactly(obstacle.name());
    }

    @Test
    void namesAllObstaclesAtOnce() {
        Map<String, Object> facts = new HashMap<>();
        ELIGIBLE.forEach((fact, value) -> facts.put(fact, !(Boolean) value));
        assertThat(obstacles(facts)).hasSize(ELIGIBLE.size());
    }

    private List<String> obstacles(Map<String, Object> facts) {
        return engine.evaluateDecisionTable(table, facts).collectEntries("obstacle");
    }

    private static InputStream model() {
        return ResellerEligibilityTests.class.getResourceAsStream("/bpmn/partnership-request/reseller-eligibility.dmn");
    }
}
