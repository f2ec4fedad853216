package io.relais.subscription;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code relais.subscriptions.*}. How long things last stands in the table {@code lifecycle_rule}, not here.
 *
 * @param schedule when the daily job runs, as a cron expression in UTC; {@code -} for never
 */
@ConfigurationProperties("relais.subscriptions")
record SubscriptionProperties(@DefaultValue("0 5 0 * * *") String schedule) {}
