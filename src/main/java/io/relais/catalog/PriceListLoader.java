package io.relais.catalog;

import java.io.IOException;
import java.io.InputStream;
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
    boolean load(String name, InputStream file) throws IOException {
        return load(name, file, false, false);
    }

    /** @return whether the file could be read */
    boolean load(String name, InputStream file, boolean complete, boolean dryRun) throws IOException {
        try {
            ImportReport report = dryRun
                    ? catalog.tryPriceList(PriceListFile.text(file), complete)
                    : catalog.importPriceList(PriceListFile.text(file), complete);
            LOG.info(
                    "Price list {}: {} rows added, {} changed, {} unchanged, {} refused, {} offers ended{}",
                    name,
                    report.added(),
                    report.changed(),
                    report.unchanged(),
                    report.refusedRows(),
                    report.ended(),
                    dryRun ? "; a dry run, so nothing was changed" : "");
            report.refused()
                    .forEach(row -> LOG.warn(
                            "Price list {}, line {}: {}",
                            name,
                            row.line(),
                            messages.getMessage(row.reason(), row.arguments().toArray(), Locale.ENGLISH)));
            if (report.refusedRows() > report.refused().size()) {
                LOG.warn(
                        "Price list {}: and {} more",
                        name,
                        report.refusedRows() - report.refused().size());
            }
            return true;
        } catch (PriceListUnreadableException e) {
            LOG.error(
                    "Price list {}: {}",
                    name,
                    messages.getMessage(e.reason(), e.arguments().toArray(), Locale.ENGLISH));
        } catch (PriceListBusyException e) {
            LOG.error("Price list {}: another price list is being imported, so this one was not", name);
        }
        return false;
    }
}
