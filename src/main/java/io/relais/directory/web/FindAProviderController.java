package io.relais.directory.web;

import io.relais.directory.Directory;
import io.relais.directory.Location;
import io.relais.directory.Profile;
import io.relais.web.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** <em>Find a provider</em>, for everybody. */
@Controller
@RequestMapping("/find-a-provider")
class FindAProviderController {

    private final Directory directory;

    FindAProviderController(Directory directory) {
        this.directory = directory;
    }

    /** @param country code of a country, in whatever case; what is none finds nobody */
    @GetMapping
    String find(@RequestParam(required = false) String country, Locale locale, Model model) {
        Profile profile = directory.published();
        String wanted =
                country == null || country.isBlank() ? null : country.strip().toUpperCase(Locale.ROOT);
        List<Location> found = profile.locations().stream()
                .filter(location -> wanted == null || wanted.equals(location.country()))
                .toList();
        model.addAttribute("profile", profile);
        model.addAttribute("locations", found);
        model.addAttribute("country", wanted);
        model.addAttribute("countries", CountryNames.of(directory, locale));
        return "directory/find";
    }

    /** A logo's address is its own for ever: another logo has another one. */
    @GetMapping("/logo/{id}")
    ResponseEntity<byte[]> logo(@PathVariable UUID id) {
        return picture(
                directory.publishedLogo(id).orElseThrow(NotFoundException::new),
                CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    }

    /** A picture that is nothing but a picture, wherever it is opened. */
    static ResponseEntity<byte[]> picture(byte[] png, CacheControl cache) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(cache)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'")
                .body(png);
    }
}
