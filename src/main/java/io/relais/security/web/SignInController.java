package io.relais.security.web;

import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page; Spring Security answers what it sends. */
@Controller
class SignInController {

    /** What the address says, and the message that belongs to it. */
    private static final Map<String, String> PROBLEMS = Map.of("wrong", "security.wrong", "wait", "security.wait");

    private static final Map<String, String> NEWS = Map.of("out", "security.out", "expired", "security.expired");

    @GetMapping("/login")
    String signIn(@RequestParam Map<String, String> said, Principal person, Model model) {
        if (person != null) {
            return "redirect:/";
        }
        model.addAttribute("problem", message(PROBLEMS, said));
        String seconds = String.valueOf(said.get("wait"));
        model.addAttribute("seconds", seconds.matches("\\d{1,4}") ? Integer.valueOf(seconds) : null);
        model.addAttribute("news", message(NEWS, said));
        return "security/login";
    }

    private static String message(Map<String, String> messages, Map<String, String> said) {
        return said.keySet().stream()
                .map(messages::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
