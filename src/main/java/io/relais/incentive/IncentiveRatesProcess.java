package io.relais.incentive;

import java.math.BigDecimal;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** What must match {@code bpmn/incentive-rates/incentive-rates.dmn}, which a process owner edits in Modeler. */
@Component
class IncentiveRatesProcess {

    static final String DECISION = "incentive-rates";

    private static final String CATEGORY = "category";
    private static final String TERM = "term";
    private static final String SALE = "sale";
    private static final String REGION = "region";
    private static final String RATE = "rate";

    private static final BigDecimal MOST = new BigDecimal(100);

    private final ProcessEngine engine;

    IncentiveRatesProcess(ProcessEngine engine) {
        this.engine = engine;
    }

    /** The version of the table that was deployed last. */
    int latestVersion() {
        return inNobodysName(() -> engine.getRepositoryService()
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(DECISION)
                .latestVersion()
                .singleResult()
                .getVersion());
    }

    /**
     * What is earned, in percent; nothing where no row of the table speaks of it.
     *
     * @throws IllegalStateException if the table says something else than a rate from 0 to 100
     */
    BigDecimal rate(int version, String category, String term, Sale sale, String region) {
        DmnDecisionTableResult result = inNobodysName(() -> engine.getDecisionService()
                .evaluateDecisionTableByKeyAndVersion(
                        DECISION, version, Map.of(CATEGORY, category, TERM, term, SALE, sale.name(), REGION, region)));
        if (result.isEmpty()) {
            return BigDecimal.ZERO;
        }
        Object found = result.getFirstResult().get(RATE);
        if (!(found instanceof Number)) {
            throw new IllegalStateException("Version " + version + " of " + DECISION + " gives no rate: " + found);
        }
        BigDecimal rate = new BigDecimal(found.toString());
        if (rate.signum() < 0
                || rate.compareTo(MOST) > 0
                || rate.stripTrailingZeros().scale() > 4) {
            throw new IllegalStateException("Version " + version + " of " + DECISION + " gives the rate " + rate);
        }
        return rate;
    }

    /** Credit is reckoned alike whoever looks at it, so nobody's grants in the engine count. */
    private <T> T inNobodysName(java.util.function.Supplier<T> work) {
        Authentication person = engine.getIdentityService().getCurrentAuthentication();
        engine.getIdentityService().clearAuthentication();
        try {
            return work.get();
        } finally {
            if (person != null) {
                engine.getIdentityService().setAuthentication(person);
            }
        }
    }
}
