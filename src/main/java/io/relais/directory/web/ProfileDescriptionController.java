package io.relais.directory.web;

import io.relais.directory.ChangeCard;
import io.relais.directory.Directory;
import io.relais.directory.Location;
import io.relais.directory.ProfileForm;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.ObjectError;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The page on which a change is described, and mended when the reviewer asked. */
@Controller
@RequestMapping("/company-profile/requests/{id}/{step:details|answer}")
@PreAuthorize("hasAuthority('REQUEST_PROFILE_CHANGE')")
class ProfileDescriptionController {

    private static final String LOGO = "directory.logo.";

    private final Directory directory;

    ProfileDescriptionController(Directory directory) {
        this.directory = directory;
    }

    @GetMapping
    String show(@PathVariable UUID id, @RequestParam(required = false) String tooLarge, Locale locale, Model model) {
        ProfileForm form = directory.entered(id);
        Errors errors = new BeanPropertyBindingResult(form, "form");
        if (tooLarge != null) {
            errors.reject("directory.logo.tooLarge");
        }
        return page(id, form, errors, locale, model);
    }

    @PostMapping
    String submit(
            @PathVariable UUID id,
            @ModelAttribute("form") ProfileForm typed,
            @RequestParam(required = false) MultipartFile file,
            Locale locale,
            Model model,
            HttpServletResponse response)
            throws IOException {
        ProfileForm form = typed.filledIn();
        Errors errors = new BeanPropertyBindingResult(form, "form");
        boolean first;
        try {
            first = directory.submit(id, form, bytes(file, errors), errors);
        } catch (DataIntegrityViolationException another) {
            errors.reject("directory.problem.another");
            first = false;
        }
        if (!errors.hasErrors()) {
            return "redirect:/tasks/next?case=" + id;
        }
        response.setStatus(first ? HttpStatus.UNPROCESSABLE_ENTITY.value() : HttpStatus.CONFLICT.value());
        return again(id, form, errors, locale, model);
    }

    /** One more line for a location, or the logo that was chosen: the same page again, nothing judged yet. */
    @PostMapping(params = "action=keep")
    String keep(
            @PathVariable UUID id,
            @ModelAttribute("form") ProfileForm typed,
            @RequestParam(required = false) MultipartFile file,
            Locale locale,
            Model model,
            HttpServletResponse response)
            throws IOException {
        ProfileForm form = typed.filledIn();
        Errors errors = new BeanPropertyBindingResult(form, "form");
        directory.keepLogo(id, form, bytes(file, errors), errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        return again(id, form, errors, locale, model);
    }

    private static byte[] bytes(MultipartFile file, Errors errors) throws IOException {
        if (file == null || file.isEmpty()) {
            return null;
        }
        if (file.getSize() > Directory.LARGEST_LOGO) {
            errors.reject("directory.logo.tooLarge");
            return null;
        }
        return file.getBytes();
    }

    /** What was typed, on the version that is there now. */
    private String again(UUID id, ProfileForm typed, Errors errors, Locale locale, Model model) {
        ProfileForm form =
                new ProfileForm(directory.entered(id).version(), typed.name(), typed.locations(), false, typed.note());
        return page(id, form, errors, locale, model);
    }

    private String page(UUID id, ProfileForm form, Errors errors, Locale locale, Model model) {
        BeanPropertyBindingResult shown = new BeanPropertyBindingResult(form, "form");
        shown.addAllErrors(errors);
        ChangeCard change = directory.find(id).orElseThrow(NotFoundException::new);
        Map<String, String> countries = CountryNames.of(directory, locale);
        model.addAttribute("form", form);
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "form", shown);
        model.addAttribute("change", change);
        model.addAttribute("countries", countries);
        model.addAttribute(
                "home",
                form.locations().stream()
                        .map(Location::country)
                        .reduce((one, last) -> last)
                        .orElse(null));
        model.addAttribute("small", directory.smallLogo(id));
        model.addAttribute(
                "logoProblem",
                errors.getGlobalErrors().stream()
                        .filter(error -> String.valueOf(error.getCode()).startsWith(LOGO))
                        .findFirst()
                        .map(ObjectError::getCode)
                        .orElse(null));
        return "directory/describe";
    }
}
