package io.relais.security;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The keys that protect secrets at rest, kept outside the database: {@code relais.sealing.*}.
 *
 * @param keys each {@code id:base64} of 32 random bytes; the first seals, the others only open what was sealed before
 * @param demoKeyFile where the demo keeps a key that it generates for itself; never set outside the demo
 */
@ConfigurationProperties("relais.sealing")
public record SealingProperties(List<String> keys, Path demoKeyFile) {

    public SealingProperties {
        keys = keys == null ? List.of() : List.copyOf(keys);
    }
}
