package io.relais.incentive;

import java.time.YearMonth;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Computes the past year of the demo's subscriptions, as the job would have done; what is closed already is left alone. */
@Component
@Profile("demo")
@Order(60)
class DemoIncentives implements ApplicationRunner {

    private static final int MONTHS = 12;

    private final IncentiveRun run;
    private final IncentiveMonths months;

    DemoIncentives(IncentiveRun run, IncentiveMonths months) {
        this.run = run;
        this.months = months;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (int back = MONTHS; back > 0; back--) {
            YearMonth month = months.current().minusMonths(back);
            if (months.find(month).filter(IncentiveMonth::closed).isEmpty()) {
                run.run(month, "system");
            }
        }
    }
}
