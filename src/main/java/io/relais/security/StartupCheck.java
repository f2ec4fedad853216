package io.relais.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with a configuration that is not safe, and says what to set. Runs before anything else is made, so that not even the
 * database is touched; what can only be seen in the database is checked by {@link SecuritySetup}.
 */
@Component
class StartupCheck implements BeanFactoryPostProcessor, EnvironmentAware, PriorityOrdered {

    private Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<String> problems = problems(environment);
        if (!problems.isEmpty()) {
            throw new UnsafeStartException(problems);
        }
    }

    static List<String> problems(Environment environment) {
        List<String> problems = new ArrayList<>();
        boolean demo = environment.acceptsProfiles(Profiles.of("demo"));
        if (demo && !onlyThisMachine(environment.getProperty("server.address"))) {
            problems.add(
                    "The demo’s passwords are public, so it answers on this machine only: leave server.address at 127.0.0.1,"
                            + " or set SPRING_PROFILES_ACTIVE to other profiles than demo.");
        }
        if (!is(environment, "camunda.bpm.authorization.enabled")) {
            problems.add("The engine’s authorization is off: set camunda.bpm.authorization.enabled to true.");
        }
        if (is(environment, "spring.h2.console.enabled")) {
            problems.add("The H2 console is on: set spring.h2.console.enabled to false.");
        }
        if (!demo) {
            database(environment, problems);
            sealing(environment, problems);
            baseUrl(environment, problems);
        }
        return problems;
    }

    private static void database(Environment environment, List<String> problems) {
        for (String property : List.of("url", "username", "password")) {
            try {
                environment.getProperty("spring.datasource." + property);
            } catch (IllegalArgumentException unset) {
                problems.add("RELAIS_DB_" + property.toUpperCase(Locale.ROOT) + " is not set: the database’s "
                        + property + ".");
            }
        }
    }

    private static void sealing(Environment environment, List<String> problems) {
        SealingProperties sealing = Binder.get(environment).bindOrCreate("relais.sealing", SealingProperties.class);
        if (sealing.demoKeyFile() != null) {
            problems.add("relais.sealing.demo-key-file is for the demo: remove it and set RELAIS_SEALING_KEYS.");
        }
        try {
            new SealingKeys(new SealingProperties(sealing.keys(), null));
        } catch (IllegalStateException missingOrWeak) {
            problems.add(missingOrWeak.getMessage());
        }
    }

    private static void baseUrl(Environment environment, List<String> problems) {
        String baseUrl = environment.getProperty("relais.provider.base-url", "");
        if (baseUrl.startsWith("https://")) {
            return;
        }
        if (!is(environment, "relais.insecure-base-url-allowed")) {
            problems.add(
                    "RELAIS_PROVIDER_BASE_URL is “" + baseUrl
                            + "”: set it to the https:// address at which people reach this"
                            + " installation, or set RELAIS_INSECURE_BASE_URL_ALLOWED to true for a trial in a closed network.");
        } else if (is(environment, "relais.secure-cookies")) {
            problems.add(
                    "Without https no browser returns the session’s cookie: set RELAIS_SECURE_COOKIES to false as well.");
        }
    }

    private static boolean is(Environment environment, String property) {
        return environment.getProperty(property, Boolean.class, false);
    }

    private static boolean onlyThisMachine(String address) {
        try {
            return address != null
                    && !address.isBlank()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
