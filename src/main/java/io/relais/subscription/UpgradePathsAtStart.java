package io.relais.subscription;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Loads the operator's own upgrade paths when the application starts, and in the demo the demo's. */
@Component
@Order(UpgradePathsAtStart.ORDER)
class UpgradePathsAtStart implements ApplicationRunner {

    static final int ORDER = 12;

    private static final Logger LOG = LoggerFactory.getLogger(UpgradePathsAtStart.class);
    private static final String DEMO = "data/demo-upgrade-paths.csv";

    private final SubscriptionProperties properties;
    private final UpgradePaths paths;
    private final Environment environment;

    UpgradePathsAtStart(SubscriptionProperties properties, UpgradePaths paths, Environment environment) {
        this.properties = properties;
        this.paths = paths;
        this.environment = environment;
    }

    /** A bad file is an error in the log: the application starts with the paths it has. */
    @Override
    public void run(ApplicationArguments arguments) {
        try (Reader csv = file()) {
            if (csv != null) {
                LOG.info("Upgrade paths: {}", paths.replace(csv));
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The upgrade paths can't be loaded (relais.subscriptions.upgrade-paths): {}", e.toString());
        }
    }

    private Reader file() throws IOException {
        if (properties.upgradePaths() != null
                && !properties.upgradePaths().toString().isBlank()) {
            return Files.newBufferedReader(properties.upgradePaths());
        }
        return environment.acceptsProfiles(Profiles.of("demo"))
                ? new InputStreamReader(new ClassPathResource(DEMO).getInputStream(), StandardCharsets.UTF_8)
                : null;
    }
}
