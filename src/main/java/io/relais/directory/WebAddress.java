package io.relais.directory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether an entry may lead somewhere. Whether anybody answers there cannot be asked from here; the reviewer opens it. */
final class WebAddress {

    static final int LONGEST = 300;

    private static final Pattern PUBLIC_HOST =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})");
    /** Names that mean something inside a network only (RFC 6761, RFC 6762, RFC 8375, ICANN for {@code internal}). */
    private static final Set<String> NOT_PUBLIC = Set.of(
            "localhost",
            "local",
            "internal",
            "intranet",
            "lan",
            "home",
            "corp",
            "private",
            "arpa",
            "invalid",
            "test",
            "onion");

    private WebAddress() {}

    /** The key of the message that tells what is wrong; empty if nothing is. */
    static Optional<String> problem(String typed) {
        if (typed == null) {
            return Optional.of("directory.url.required");
        }
        if (typed.length() > LONGEST) {
            return Optional.of("directory.url.tooLong");
        }
        URI address;
        try {
            address = new URI(typed);
        } catch (URISyntaxException e) {
            return Optional.of("directory.url.malformed");
        }
        if (!"https".equalsIgnoreCase(address.getScheme())) {
            return Optional.of("directory.url.https");
        }
        if (address.getRawUserInfo() != null
                || String.valueOf(address.getRawAuthority()).contains("@")) {
            return Optional.of("directory.url.credentials");
        }
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        String ending = host.substring(host.lastIndexOf('.') + 1);
        if (!PUBLIC_HOST.matcher(host).matches() || NOT_PUBLIC.contains(ending)) {
            return Optional.of("directory.url.host");
        }
        if (address.getPort() != -1 && address.getPort() != 443) {
            return Optional.of("directory.url.port");
        }
        return Optional.empty();
    }
}
