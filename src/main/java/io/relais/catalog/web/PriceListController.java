package io.relais.catalog.web;

import io.relais.catalog.PriceList;
import io.relais.catalog.PriceListBusyException;
import io.relais.catalog.PriceListFinding;
import io.relais.catalog.PriceLists;
import io.relais.web.Csv;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sending a price list, seeing what it would do, and importing it. */
@Controller
@RequestMapping("/catalog/imports")
@PreAuthorize("hasAuthority('IMPORT_PRICE_LIST')")
class PriceListController {

    private static final int LATEST = 20;
    private static final int PAGE_SIZE = 100;

    private final PriceLists priceLists;
    private final MessageSource messages;
    private final MultipartProperties uploads;

    PriceListController(PriceLists priceLists, MessageSource messages, MultipartProperties uploads) {
        this.priceLists = priceLists;
        this.messages = messages;
        this.uploads = uploads;
    }

    @GetMapping
    String start(@RequestParam(required = false) String tooLarge, Model model) {
        if (tooLarge != null) {
            model.addAttribute("problem", "catalog.import.tooLarge");
        }
        return page(false, model);
    }

    private String page(boolean complete, Model model) {
        model.addAttribute("complete", complete);
        model.addAttribute("most", uploads.getMaxFileSize().toMegabytes());
        model.addAttribute("lists", priceLists.latest(LATEST));
        return "catalog/imports";
    }

    @PostMapping
    String send(
            @RequestParam(required = false) MultipartFile file,
            @RequestParam(defaultValue = "false") boolean complete,
            Model model,
            HttpServletResponse response)
            throws IOException {
        if (file == null || file.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            String empty = file == null
                            || file.getOriginalFilename() == null
                            || file.getOriginalFilename().isEmpty()
                    ? "catalog.import.noFile"
                    : "catalog.file.empty";
            model.addAttribute("problem", empty);
            return page(complete, model);
        }
        try (InputStream content = file.getInputStream()) {
            return "redirect:/catalog/imports/" + priceLists.send(file.getOriginalFilename(), content, complete);
        }
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestParam(required = false) String kind,
            @RequestParam(defaultValue = "-1") long after,
            Model model) {
        PriceList list = find(id);
        PriceListFinding.Kind shown = kind(kind, list);
        List<PriceListFinding> findings = priceLists.findings(id, shown, after, PAGE_SIZE + 1);
        boolean more = findings.size() > PAGE_SIZE;
        List<PriceListFinding> rows = more ? findings.subList(0, PAGE_SIZE) : findings;
        model.addAttribute("list", list);
        model.addAttribute("kinds", PriceListFinding.Kind.values());
        model.addAttribute("kind", shown);
        model.addAttribute("findings", rows);
        model.addAttribute("next", more ? rows.get(rows.size() - 1).place() : null);
        model.addAttribute("first", after < 0);
        model.addAttribute("most", PriceLists.MAX_FINDINGS);
        return "catalog/import";
    }

    /** The progress bar; when the work is done the page shows itself anew. */
    @GetMapping("/{id}/progress")
    String progress(@PathVariable UUID id, Model model, HttpServletResponse response) {
        PriceList list = find(id);
        if (!list.running()) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("list", list);
        return "catalog/import :: progress";
    }

    @PostMapping("/{id}/check")
    String check(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean complete,
            RedirectAttributes redirect) {
        find(id);
        return unlessBusy(id, () -> priceLists.check(id, complete), redirect);
    }

    @PostMapping("/{id}/import")
    String takeOver(@PathVariable UUID id, RedirectAttributes redirect) {
        find(id);
        return unlessBusy(id, () -> priceLists.takeOver(id), redirect);
    }

    @PostMapping("/{id}/discard")
    String discard(@PathVariable UUID id, RedirectAttributes redirect) {
        find(id);
        priceLists.discard(id);
        redirect.addFlashAttribute("notice", "catalog.import.discarded");
        return "redirect:/catalog/imports";
    }

    @GetMapping("/{id}/refused.csv")
    void refused(@PathVariable UUID id, Locale locale, HttpServletResponse response) throws IOException {
        find(id);
        String[] header = List.of("line", "title", "offer", "market", "reason").stream()
                .map(column -> messages.getMessage("catalog.finding." + column, null, locale))
                .toArray(String[]::new);
        try (Csv csv = Csv.download(response, "refused-rows.csv", header)) {
            priceLists.each(
                    id,
                    PriceListFinding.Kind.REFUSED,
                    row -> csv.row(
                            row.place(),
                            row.title(),
                            row.offer(),
                            row.market(),
                            messages.getMessage(row.reason(), row.arguments().toArray(), locale)));
        }
    }

    private PriceList find(UUID id) {
        return priceLists.find(id).orElseThrow(NotFoundException::new);
    }

    private static String unlessBusy(UUID id, Runnable work, RedirectAttributes redirect) {
        try {
            work.run();
        } catch (PriceListBusyException e) {
            redirect.addFlashAttribute("problem", "catalog.import.busy");
        }
        return "redirect:/catalog/imports/" + id;
    }

    /** The kind asked for; else the one that a person should look at first. */
    private static PriceListFinding.Kind kind(String name, PriceList list) {
        List<PriceListFinding.Kind> kinds = List.of(
                PriceListFinding.Kind.REFUSED,
                PriceListFinding.Kind.ENDED,
                PriceListFinding.Kind.CHANGED,
                PriceListFinding.Kind.ADDED);
        return Arrays.stream(PriceListFinding.Kind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseGet(() -> kinds.stream()
                        .filter(kind -> list.count(kind) > 0)
                        .findFirst()
                        .orElse(PriceListFinding.Kind.ADDED));
    }
}
