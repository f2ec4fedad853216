package io.relais.incentive.web;

import io.relais.catalog.CatalogLabels;
import io.relais.incentive.Entry;
import io.relais.incentive.Incentives;
import io.relais.incentive.Statement;
import io.relais.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** A statement as a download: a row per line, the same for staff and for the reseller, so nothing that only staff may know. */
@Component
class StatementCsv {

    private static final List<String> COLUMNS = List.of(
            "statement",
            "earned",
            "kind",
            "customer",
            "subscription",
            "category",
            "term",
            "sale",
            "from",
            "until",
            "licenses",
            "currency",
            "revenue",
            "percent",
            "amount",
            "reason");

    private final Incentives incentives;
    private final CatalogLabels catalog;
    private final MessageSource messages;

    StatementCsv(Incentives incentives, CatalogLabels catalog, MessageSource messages) {
        this.incentives = incentives;
        this.catalog = catalog;
        this.messages = messages;
    }

    void write(Statement statement, Locale locale, HttpServletResponse response) throws IOException {
        String[] header = COLUMNS.stream()
                .map(column -> messages.getMessage("incentive.column." + column, null, locale))
                .toArray(String[]::new);
        try (Csv csv = Csv.download(response, statement.number() + ".csv", header)) {
            incentives.eachEntry(statement, entry -> csv.row(cells(statement, entry, locale)));
        }
    }

    private Object[] cells(Statement statement, Entry entry, Locale locale) {
        return new Object[] {
            statement.number(),
            entry.earned(),
            messages.getMessage("incentive.kind." + entry.kind(), null, locale),
            entry.customer(),
            entry.title(),
            entry.category(),
            entry.term() == null ? "" : catalog.term(entry.term()),
            entry.sale() == null ? "" : messages.getMessage("incentive.sale." + entry.sale(), null, locale),
            entry.from(),
            entry.until(),
            entry.licenses(),
            entry.currency(),
            entry.revenue(),
            entry.rate(),
            entry.amount(),
            entry.reason()
        };
    }
}
