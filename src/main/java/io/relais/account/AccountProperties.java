package io.relais.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code relais.accounts.*}.
 *
 * @param temporaryPasswordValidity how long a temporary password opens its account, from when it was made
 */
@ConfigurationProperties("relais.accounts")
record AccountProperties(@DefaultValue("30d") Duration temporaryPasswordValidity) {}
