package io.relais.catalog;

import java.io.Reader;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Imports a price list without a person watching, and tells the log how it went. */
@Component
class PriceListLoader {

    private static final Logger LOG = LoggerFactory.getLogger(PriceListLoader.class);

    private final Catalog catalog;
    private final MessageSource messages;

    PriceListLoader(Catalog catalog, MessageSource messages) {
        this.catalog = catalog;
        this.messages = messages;
    }

    /** A bad file is an error in the log: the application starts with the prices it has. */
    void load(String name, Reader csv) {
        try {
            ImportReport report = catalog.importPriceList(csv);
            LOG.info(
                    "Price list {}: {} rows added, {} changed, {} unchanged, {} refused",
                    name,
                    report.added(),
                    report.changed(),
                    report.unchanged(),
                    report.refused().size());
            report.refused()
                    .forEach(row -> LOG.warn(
                            "Price list {}, line {}: {}",
                            name,
                            row.line(),
                            messages.getMessage(row.reason(), row.arguments().toArray(), Locale.ENGLISH)));
        } catch (PriceListUnreadableException e) {
            LOG.error(
                    "Price list {}: {}",
                    name,
                    messages.getMessage(e.reason(), e.arguments().toArray(), Locale.ENGLISH));
        }
    }
}
