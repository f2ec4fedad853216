package io.relais.account;

import java.util.List;

/** Names a browser so that its user knows it again. What browsers say of themselves is a hint, and no more is made of it. */
final class Browsers {

    private record Sign(String sign, String name) {}

    /** The first that fits: later ones are also said by browsers that want to pass for them. */
    private static final List<Sign> NAMES = List.of(
            new Sign("Edg", "Edge"),
            new Sign("OPR/", "Opera"),
            new Sign("SamsungBrowser/", "Samsung Internet"),
            new Sign("Firefox/", "Firefox"),
            new Sign("FxiOS/", "Firefox"),
            new Sign("CriOS/", "Chrome"),
            new Sign("Chrome/", "Chrome"),
            new Sign("Safari/", "Safari"));

    private static final List<Sign> SYSTEMS = List.of(
            new Sign("iPhone", "iPhone"),
            new Sign("iPad", "iPad"),
            new Sign("Android", "Android"),
            new Sign("Windows", "Windows"),
            new Sign("Mac OS X", "macOS"),
            new Sign("CrOS", "ChromeOS"),
            new Sign("Linux", "Linux"));

    private Browsers() {}

    /** For example {@code Firefox, Windows}; empty if it is none of the usual ones. */
    static String name(String userAgent) {
        if (userAgent == null) {
            return "";
        }
        String browser = first(NAMES, userAgent);
        String system = first(SYSTEMS, userAgent);
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
    }

    private static String first(List<Sign> signs, String userAgent) {
        return signs.stream()
                .filter(sign -> userAgent.contains(sign.sign()))
                .map(Sign::name)
                .findFirst()
                .orElse("");
    }
}
