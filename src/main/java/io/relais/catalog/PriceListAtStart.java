package io.relais.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Imports the operator's own price list when the application starts; see {@link CatalogProperties}. */
@Component
@Order(DemoPriceList.ORDER + 1)
class PriceListAtStart implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(PriceListAtStart.class);

    private final CatalogProperties properties;
    private final PriceListLoader loader;

    PriceListAtStart(CatalogProperties properties, PriceListLoader loader) {
        this.properties = properties;
        this.loader = loader;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Path file = properties.importFile();
        if (file == null || file.toString().isBlank()) {
            return;
        }
        try (InputStream content = Files.newInputStream(file)) {
            loader.load(file.toString(), content);
        } catch (IOException e) {
            LOG.error("Price list {} can't be opened (relais.catalog.import): {}", file, e.toString());
        }
    }
}
