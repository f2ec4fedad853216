package io.relais.security.web;

import java.security.Principal;
import java.util.Arrays;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page; Spring Security answers what it sends. */
@Controller
class SignInController {

    @GetMapping("/login")
    String signIn(@RequestParam Map<String, String> said, Principal person, Model model) {
        if (person != null) {
            return "redirect:/";
        }
        model.addAttribute("problem", first(said, "wait", "wrong"));
        model.addAttribute("news", first(said, "out", "expired"));
        return "security/login";
    }

    /** The message that belongs to the first of these words that the address carries. */
    private static String first(Map<String, String> said, String... words) {
        return Arrays.stream(words)
                .filter(said::containsKey)
                .findFirst()
                .map(word -> "security." + word)
                .orElse(null);
    }
}
