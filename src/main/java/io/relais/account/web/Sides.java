package io.relais.account.web;

import io.relais.provider.Provider;
import io.relais.security.Side;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** The pages of this module are the same at both outer sides; each says at which one it stands. */
@ControllerAdvice(basePackageClasses = Sides.class)
class Sides {

    /** The two, as addresses have them. */
    static final String PATH = "/{side:reseller|customer}";

    private final Provider provider;

    Sides(Provider provider) {
        this.provider = provider;
    }

    @ModelAttribute("side")
    String side(@PathVariable String side) {
        return side;
    }

    /** The languages that a person can be written to in, each called by its own name. */
    @ModelAttribute("languages")
    Map<String, String> languages() {
        return new TreeMap<>(Map.of("en", "English", "fr", "Français"));
    }

    /** Whom people of both sides can always turn to. */
    @ModelAttribute("provider")
    Provider provider() {
        return provider;
    }

    static Side of(String side) {
        return Side.valueOf(side.toUpperCase(Locale.ROOT));
    }
}
