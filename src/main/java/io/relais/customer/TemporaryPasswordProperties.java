package io.relais.customer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Temporary passwords: {@code relais.temporary-password.*}.
 *
 * @param lifetime how long the sealed copy waits for its single reveal
 * @param bcryptStrength work factor of the stored hash, 4 to 31
 */
@ConfigurationProperties("relais.temporary-password")
public record TemporaryPasswordProperties(
        @DefaultValue("24h") Duration lifetime, @DefaultValue("10") int bcryptStrength) {}
