package io.relais.directory.web;

import io.relais.directory.ChangeCard;
import io.relais.directory.Directory;
import io.relais.web.NotFoundException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The provider's own entry beside what is asked for, all changes so far, and one change by itself. */
@Controller
@RequestMapping("/company-profile")
@PreAuthorize("hasAuthority('REQUEST_PROFILE_CHANGE')")
class CompanyProfileController {

    private static final int PAGE_SIZE = 25;

    private final Directory directory;

    CompanyProfileController(Directory directory) {
        this.directory = directory;
    }

    @GetMapping
    String show(
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Locale locale,
            Model model) {
        directory.open().ifPresent(open -> {
            model.addAttribute("open", open);
            model.addAttribute("difference", directory.difference(open.id()));
        });
        model.addAttribute("profile", directory.published());
        model.addAttribute("publishedAt", directory.publishedAt().orElse(null));
        model.addAttribute("countries", CountryNames.of(directory, locale));
        model.addAttribute("history", directory.history(after, before, PAGE_SIZE));
        return "directory/profile";
    }

    @PostMapping("/requests")
    String start() {
        return "redirect:/tasks/next?case=" + directory.start();
    }

    @GetMapping("/requests/{id}")
    String change(@PathVariable UUID id, Locale locale, Model model) {
        model.addAttribute("change", find(id));
        model.addAttribute("difference", directory.difference(id));
        model.addAttribute("small", directory.smallLogo(id));
        model.addAttribute("countries", CountryNames.of(directory, locale));
        return "directory/change";
    }

    /** The logos of both versions, for staff only as long as they are not public. */
    @GetMapping("/requests/{id}/logo/{logo}")
    ResponseEntity<byte[]> logo(@PathVariable UUID id, @PathVariable UUID logo) {
        find(id);
        return FindAProviderController.picture(
                directory.logo(id, logo).orElseThrow(NotFoundException::new),
                CacheControl.maxAge(Duration.ofHours(1)).cachePrivate());
    }

    @GetMapping("/requests/{id}/withdraw")
    String askToWithdraw(@PathVariable UUID id, Model model) {
        model.addAttribute("change", find(id));
        return "directory/withdraw";
    }

    @PostMapping("/requests/{id}/withdraw")
    String withdraw(@PathVariable UUID id, RedirectAttributes redirect) {
        ChangeCard change = find(id);
        boolean withdrawn = directory.withdraw(id);
        redirect.addFlashAttribute(
                "notice",
                !withdrawn
                        ? "directory.withdraw.late"
                        : change.number() == null ? "directory.discarded" : "directory.withdrawn");
        return change.number() == null ? "redirect:/company-profile" : "redirect:/company-profile/requests/" + id;
    }

    private ChangeCard find(UUID id) {
        return directory.find(id).orElseThrow(NotFoundException::new);
    }
}
