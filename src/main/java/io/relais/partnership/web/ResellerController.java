package io.relais.partnership.web;

import io.relais.country.Countries;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.ResellerCount;
import io.relais.partnership.ResellerFilter;
import io.relais.partnership.ResellerState;
import io.relais.partnership.Resellers;
import io.relais.web.Csv;
import io.relais.web.Keyset;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The page <em>Indirect resellers</em>. */
@Controller
@PreAuthorize("hasAuthority('VIEW_RESELLERS')")
class ResellerController {

    private static final int PAGE_SIZE = 25;

    private final Resellers resellers;
    private final Countries countries;
    private final List<ResellerCount> counts;
    private final MessageSource messages;

    ResellerController(
            Resellers resellers, Countries countries, ObjectProvider<ResellerCount> counts, MessageSource messages) {
        this.resellers = resellers;
        this.countries = countries;
        this.counts = counts.orderedStream().toList();
        this.messages = messages;
    }

    @GetMapping("/resellers")
    String list(
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String compliance,
            @RequestParam(required = false) String sort,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Locale locale,
            Model model) {
        ResellerFilter filter = filter(text, state, compliance, sort);
        Keyset.Page<ResellerCard> page = resellers.list(filter, after, before, PAGE_SIZE);
        model.addAttribute("filter", filter);
        model.addAttribute("states", ResellerState.values());
        model.addAttribute("page", page);
        model.addAttribute("figures", figures(page.rows()));
        model.addAttribute("countries", countryNames(page.rows(), locale));
        return "partnership/resellers";
    }

    @GetMapping("/resellers.csv")
    void export(
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String compliance,
            @RequestParam(required = false) String sort,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<String> header = new ArrayList<>();
        for (String column :
                List.of("company", "partnerId", "country", "state", "since", "email", "contact", "flags")) {
            header.add(messages.getMessage("partnership.reseller." + column, null, locale));
        }
        counts.forEach(count -> header.add(messages.getMessage("partnership.reseller." + count.key(), null, locale)));
        try (Csv csv = Csv.download(response, "resellers.csv", header.toArray(String[]::new))) {
            resellers.each(filter(text, state, compliance, sort), rows -> {
                Map<String, Map<UUID, Long>> figures = figures(rows);
                rows.forEach(row -> csv.row(cells(row, figures, locale)));
            });
        }
    }

    /** Resellers that match while typing, for the field of {@code partnership/choose-reseller.html}. */
    @GetMapping("/resellers/choices")
    @PreAuthorize("hasAnyAuthority('VIEW_RESELLERS', 'VIEW_CUSTOMERS')")
    String choices(
            @RequestParam String id,
            @RequestParam String name,
            @RequestParam(defaultValue = "false") boolean everybody,
            @RequestParam(required = false) UUID except,
            HttpServletRequest request,
            Model model) {
        if (!id.matches("[\\w-]{1,80}")) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        model.addAttribute("id", id);
        model.addAttribute(
                "choice",
                resellers.choice(
                        request.getParameter("find-" + id), uuid(request.getParameter(name)), everybody, except));
        return "partnership/choose-reseller :: choices";
    }

    private static UUID uuid(String text) {
        try {
            return text == null || text.isBlank() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException mangled) {
            return null;
        }
    }

    private Object[] cells(ResellerCard row, Map<String, Map<UUID, Long>> figures, Locale locale) {
        List<Object> cells = new ArrayList<>(List.of(
                row.company(),
                row.partnerId() == null ? "" : row.partnerId(),
                row.country(),
                messages.getMessage(row.state().key(), null, locale),
                date(row.partnershipSince()),
                row.email(),
                row.contact(),
                row.flags().stream()
                        .map(flag -> messages.getMessage(flag.key(), null, locale))
                        .collect(Collectors.joining(", "))));
        figures.values().forEach(figure -> cells.add(figure.getOrDefault(row.id(), 0L)));
        return cells.toArray();
    }

    private static String date(Instant instant) {
        return instant == null ? "" : instant.toString().substring(0, 10);
    }

    private Map<String, Map<UUID, Long>> figures(List<ResellerCard> rows) {
        List<UUID> ids = rows.stream().map(ResellerCard::id).toList();
        Map<String, Map<UUID, Long>> figures = new LinkedHashMap<>();
        counts.forEach(count -> figures.put(count.key(), ids.isEmpty() ? Map.of() : count.count(ids)));
        return figures;
    }

    private Map<String, String> countryNames(List<ResellerCard> rows, Locale locale) {
        Map<String, String> names = new LinkedHashMap<>();
        rows.forEach(row -> names.computeIfAbsent(row.country(), code -> countries
                .find(code)
                .map(country -> country.name(locale))
                .orElse(code)));
        return names;
    }

    /** What stands in the address is typed by people, too: an unknown state or order is none. */
    private static ResellerFilter filter(String text, String state, String compliance, String sort) {
        return new ResellerFilter(
                text,
                named(ResellerState.values(), state),
                named(ResellerFilter.Compliance.values(), compliance),
                named(ResellerFilter.Sort.values(), sort));
    }

    /** The constant of this name; null if there is none. */
    static <E extends Enum<E>> E named(E[] values, String name) {
        return Arrays.stream(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
