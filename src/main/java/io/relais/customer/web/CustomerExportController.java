package io.relais.customer.web;

import io.relais.customer.CustomerCard;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.web.Csv;
import io.relais.web.Formats;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The list of customers as CSV: all of it or what is filtered, written as it is read. */
@Controller
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class CustomerExportController {

    private final Customers customers;
    private final Resellers resellers;
    private final Formats formats;
    private final MessageSource messages;

    CustomerExportController(Customers customers, Resellers resellers, Formats formats, MessageSource messages) {
        this.customers = customers;
        this.resellers = resellers;
        this.formats = formats;
        this.messages = messages;
    }

    @GetMapping("/customers.csv")
    void export(ListQuery query, Locale locale, HttpServletResponse response) throws IOException {
        String[] header = Stream.of(
                        "customer.id",
                        "customer.name",
                        "customer.domain",
                        "customer.otherDomains",
                        "customer.reseller",
                        "customer.country",
                        "customer.contact",
                        "customer.field.email",
                        "customer.delegated",
                        "customer.tags",
                        "customer.since",
                        "customer.until")
                .map(key -> messages.getMessage(key, null, locale))
                .toArray(String[]::new);
        String direct = messages.getMessage("customer.reseller.direct", null, locale);
        String yes = messages.getMessage("customer.yes", null, locale);
        String no = messages.getMessage("customer.no", null, locale);
        try (Csv csv = Csv.download(response, "customers.csv", header)) {
            customers.each(query.filter(), rows -> {
                Map<UUID, String> names = resellers.names(
                        rows.stream().flatMap(row -> row.resellers().stream()).collect(Collectors.toSet()));
                for (CustomerCard row : rows) {
                    csv.row(
                            row.id(),
                            row.details().companyName(),
                            row.details().domain(),
                            String.join(" ", row.otherDomains()),
                            row.resellers().isEmpty()
                                    ? direct
                                    : row.resellers().stream()
                                            .map(names::get)
                                            .filter(Objects::nonNull)
                                            .collect(Collectors.joining("; ")),
                            row.details().country(),
                            row.details().firstName() + " " + row.details().lastName(),
                            row.details().email(),
                            row.delegatedAdministration() ? yes : no,
                            String.join("; ", row.tags()),
                            formats.day(row.since()),
                            formats.day(row.until()));
                }
            });
        }
    }
}
