package io.relais.customer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Temporary passwords: {@code relais.temporary-password.*}. How long one opens the account is the business of accounts.
 *
 * @param lifetime how long the sealed copy waits for its single reveal
 * @param bcryptStrength work factor of the stored hash, 4 to 31. Stretching makes up for what a password lacks in randomness; ours have
 *     some 120 random bits, where NIST SP 800-63B asks for none from 112 on, so that a small factor serves. It is only for these.
 */
@ConfigurationProperties("relais.temporary-password")
public record TemporaryPasswordProperties(
        @DefaultValue("24h") Duration lifetime, @DefaultValue("5") int bcryptStrength) {}
