package io.relais.subscription;

import java.time.Instant;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Runs the lifecycle once a day, and once when the application is back, which may have been down at that hour. */
@Configuration
@EnableScheduling
class LifecycleSchedule {

    private final Lifecycle lifecycle;
    private final DueMail mail;
    private final SubscriptionProperties properties;

    LifecycleSchedule(Lifecycle lifecycle, DueMail mail, SubscriptionProperties properties) {
        this.lifecycle = lifecycle;
        this.mail = mail;
        this.properties = properties;
    }

    @Scheduled(cron = "${relais.subscriptions.schedule:0 5 0 * * *}", zone = "UTC")
    void daily() {
        lifecycle.run();
        mail.send();
    }

    @EventListener
    void catchUp(ApplicationReadyEvent ready) {
        if (!Scheduled.CRON_DISABLED.equals(properties.schedule())) {
            ready.getApplicationContext().getBean(TaskScheduler.class).schedule(this::daily, Instant.EPOCH);
        }
    }
}
