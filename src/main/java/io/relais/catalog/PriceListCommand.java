package io.relais.catalog;

import io.relais.audit.AuditTrail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Imports a price list from the command line and ends: {@code import-price-list FILE [--complete] [--dry-run]}. Only the database and the
 * catalog are started, neither pages nor the process engine, so it may run beside the application where the database allows that.
 */
public final class PriceListCommand {

    /** The first argument by which it is meant. */
    public static final String NAME = "import-price-list";

    private static final Logger LOG = LoggerFactory.getLogger(PriceListCommand.class);
    private static final int DONE = 0;
    private static final int NOT_IMPORTED = 1;
    private static final int MISUSED = 2;

    private PriceListCommand() {}

    /** @return 0 when the list was imported, 1 when it was not, 2 when the arguments make no sense */
    public static int run(String... arguments) {
        List<String> ours = new ArrayList<>(Arrays.asList(arguments));
        ours.remove(NAME);
        boolean complete = ours.remove("--complete");
        boolean dryRun = ours.remove("--dry-run");
        List<String> files = ours.stream().filter(one -> !one.startsWith("--")).toList();
        if (files.size() != 1) {
            LOG.error("Usage: {} FILE [--complete] [--dry-run] [--any.property=value]", NAME);
            return MISUSED;
        }
        Path file = Path.of(files.get(0));
        ours.remove(files.get(0));
        try (InputStream content = Files.newInputStream(file);
                ConfigurableApplicationContext context = start(ours)) {
            return context.getBean(PriceListLoader.class).load(file.toString(), content, complete, dryRun)
                    ? DONE
                    : NOT_IMPORTED;
        } catch (IOException e) {
            LOG.error("Price list {} can't be opened: {}", file, e.toString());
            return NOT_IMPORTED;
        }
    }

    private static ConfigurableApplicationContext start(List<String> properties) {
        SpringApplication application = new SpringApplication(OnlyTheCatalog.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(properties.toArray(String[]::new));
    }

    /** No {@code @Configuration}, which the application would find and start as well. */
    @AutoConfigurationPackage(basePackageClasses = AuditTrail.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        JpaRepositoriesAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        MessageSourceAutoConfiguration.class
    })
    @Import({AuditTrail.class, Catalog.class, PriceListImport.class, PriceListLoader.class})
    static class OnlyTheCatalog {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
