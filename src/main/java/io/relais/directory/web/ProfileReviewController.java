package io.relais.directory.web;

import io.relais.directory.ChangeCard;
import io.relais.directory.Directory;
import io.relais.directory.Review;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The review of a change: the same step as the form in Tasklist. */
@Controller
@RequestMapping("/company-profile/requests/{id}/review")
@PreAuthorize("hasAuthority('REVIEW_PROFILE_CHANGE')")
class ProfileReviewController {

    private final Directory directory;

    ProfileReviewController(Directory directory) {
        this.directory = directory;
    }

    @GetMapping
    String show(@PathVariable UUID id, Principal person, Locale locale, Model model) {
        model.addAttribute("form", new Review(null, null, null));
        return page(id, person, locale, model);
    }

    @PostMapping
    String decide(
            @PathVariable UUID id,
            @ModelAttribute("form") Review form,
            BindingResult errors,
            Principal person,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        directory.decide(id, form, errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(id, person, locale, model);
        }
        return "redirect:/tasks/next?case=" + id;
    }

    private String page(UUID id, Principal person, Locale locale, Model model) {
        ChangeCard change = directory.find(id).orElseThrow(NotFoundException::new);
        model.addAttribute("change", change);
        model.addAttribute("task", directory.review(id));
        model.addAttribute("difference", directory.difference(id));
        model.addAttribute("small", directory.smallLogo(id));
        model.addAttribute("countries", CountryNames.of(directory, locale));
        model.addAttribute(
                "inTheWay", directory.inTheWayOfDeciding(id, person.getName()).orElse(null));
        return "directory/review";
    }
}
