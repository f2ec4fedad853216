package io.relais;

import io.relais.catalog.PriceListCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts Relais: the pages, the process engine with its web applications, and the REST API. Or imports a price list and ends, see {@link PriceListCommand}. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class RelaisApplication {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(PriceListCommand.NAME)) {
            System.exit(PriceListCommand.run(args));
        }
        SpringApplication.run(RelaisApplication.class, args);
    }
}
