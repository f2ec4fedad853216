package io.relais;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/**
 * Runs a Spring test on a real PostgreSQL instead of H2: beside {@link RelaisTest} for the whole application, or beside a slice. The server
 * is started when the first test asks for it and serves the whole run; each application context gets an empty database of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(OnPostgres.ClosesBeforeTheServer.class)
@ContextConfiguration(initializers = OnPostgres.FreshDatabase.class)
public @interface OnPostgres {

    /** Points the data source to a new database. */
    class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        private static final List<ConfigurableApplicationContext> OPEN = new CopyOnWriteArrayList<>();

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            OPEN.add(context);
            String name = "relais" + OPEN.size();
            EmbeddedPostgres server = Server.RUNNING;
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            TestPropertyValues.of(
                            // Camunda's web applications find their engine by its name in the whole JVM, and mean
                            // "default".
                            "camunda.bpm.process-engine-name=" + name,
                            "spring.datasource.url=" + server.getJdbcUrl("postgres", name),
                            "spring.datasource.username=postgres",
                            "spring.datasource.password=postgres")
                    .applyTo(context);
        }
    }

    /**
     * Closes the contexts when the last test is over. The server stops itself with the JVM, at the same time as Spring's own hook; contexts
     * that were still open then would wait for a database that is gone.
     */
    class ClosesBeforeTheServer implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext test) {
            test.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(OnPostgres.class, key -> (ExtensionContext.Store.CloseableResource)
                            () -> FreshDatabase.OPEN.forEach(ConfigurableApplicationContext::close));
        }
    }

    /** Started on first use. */
    class Server {

        private static final EmbeddedPostgres RUNNING = start();

        private Server() {}

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
