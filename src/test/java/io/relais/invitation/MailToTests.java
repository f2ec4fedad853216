package io.relais.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailToTests {

    @Test
    void encodesEverythingAsUtf8AndEndsLinesWithCrLf() {
        assertThat(MailTo.link("o'neil+x@société.example", "Élan & co = 100 %?", "a b\nc\r\nd#\u20ac"))
                .isEqualTo(
                        "mailto:o%27neil%2Bx@soci%C3%A9t%C3%A9.example?subject=%C3%89lan%20%26%20co%20%3D%20100%20%25%3F"
                                + "&body=a%20b%0D%0Ac%0D%0Ad%23%E2%82%AC");
    }

    @Test
    void letsNoAddressAddFurtherHeaders() {
        String link = MailTo.link("a?bcc=x@y.example", "s", "b");
        assertThat(link).startsWith("mailto:a%3Fbcc%3Dx@y.example?subject=s&body=b");
    }

    @Test
    void isAUriThatDecodesToTheSameText() {
        String text = "Bonjour Clémence,\r\n\r\n😀 «\u00a0100\u00a0%\u00a0»\r\n";
        String link = MailTo.link("a@b.example", "x", text);
        assertThat(URI.create(link).getScheme()).isEqualTo("mailto");
        assertThat(URLDecoder.decode(link.substring(link.indexOf("&body=") + 6), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void knowsWhatIsTooLong() {
        assertThat(MailTo.safe(MailTo.link("a@b.example", "x", "é".repeat(300))))
                .isTrue();
        assertThat(MailTo.safe(MailTo.link("a@b.example", "x", "é".repeat(400))))
                .isFalse();
    }
}
