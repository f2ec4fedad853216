package io.relais.catalog;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The demo's catalog, before any other demo data; from the second start on it finds everything unchanged. */
@Component
@Profile("demo")
@Order(DemoPriceList.ORDER)
class DemoPriceList implements ApplicationRunner {

    static final int ORDER = 10;

    private static final String FILE = "data/demo-price-list.csv";

    private final PriceListLoader loader;

    DemoPriceList(PriceListLoader loader) {
        this.loader = loader;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        try (InputStream file = new ClassPathResource(FILE).getInputStream()) {
            loader.load(FILE, file);
        }
    }
}
