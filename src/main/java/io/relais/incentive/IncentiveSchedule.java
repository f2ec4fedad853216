package io.relais.incentive;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** Looks every day whether a month is to be computed. */
@Configuration
class IncentiveSchedule {

    private final IncentiveRun run;

    IncentiveSchedule(IncentiveRun run) {
        this.run = run;
    }

    @Scheduled(cron = "${relais.incentive.schedule:0 35 0 * * *}", zone = "UTC")
    void daily() {
        run.runDue();
    }
}
