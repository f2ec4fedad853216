package io.relais.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code relais.accounts.*}.
 *
 * @param temporaryPasswordValidity how long a temporary password opens its account, from when it was made
 * @param hashesAtOnce how many passwords are hashed at the same time; each takes 16 MiB meanwhile
 */
@ConfigurationProperties("relais.accounts")
record AccountProperties(
        @DefaultValue("30d") Duration temporaryPasswordValidity, @DefaultValue("4") int hashesAtOnce) {}
