package io.relais.invitation;

import java.nio.charset.StandardCharsets;

/** A {@code mailto:} link (RFC 6068): everything percent-encoded as UTF-8, lines ended by CRLF. */
final class MailTo {

    /** Longer links are cut or refused by some e-mail programs and by Windows. */
    static final int SAFE_LENGTH = 2000;

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private MailTo() {}

    static String link(String to, String subject, String body) {
        int at = to.lastIndexOf('@');
        return "mailto:" + encoded(to.substring(0, at)) + "@" + encoded(to.substring(at + 1)) + "?subject="
                + encoded(subject) + "&body=" + encoded(body.replaceAll("\\R", "\r\n"));
    }

    static boolean safe(String link) {
        return link.length() <= SAFE_LENGTH;
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() * 2);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if (UNRESERVED.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%').append("%02X".formatted(octet & 0xff));
            }
        }
        return encoded.toString();
    }
}
