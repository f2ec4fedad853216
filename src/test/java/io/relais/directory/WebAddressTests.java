package io.relais.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an entry of the public page may lead. */
class WebAddressTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://relais.example",
                "https://www.relais.example/fr/paris?a=b#c",
                "HTTPS://WWW.Relais.Example:443/",
                "https://xn--bcher-kva.example/%C3%A9",
                "https://a.b-c.xn--p1ai"
            })
    void mayBePublic(String address) {
        assertThat(WebAddress.problem(address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1), https",
        "JavaScript://www.relais.example/%0aalert(1), https",
        "data:text/html;base64;AAAA, https",
        "http://www.relais.example, https",
        "//www.relais.example, https",
        "www.relais.example, https",
        "mailto:a@relais.example, https",
        "https://admin:secret@www.relais.example, credentials",
        "https://www.relais.example@elsewhere.example, credentials",
        "https://@elsewhere.example, credentials",
        "https://127.0.0.1/, host",
        "https://10.0.0.1/, host",
        "https://2130706433/, host",
        "https://0x7f.0x0.0x0.0x1/, host",
        "https://[::1]/, host",
        "https://[::ffff:127.0.0.1]/, host",
        "https://localhost/, host",
        "https://relais/, host",
        "https://www.relais.example./, host",
        "https://printer.local/, host",
        "https://db.internal/, host",
        "https://app.localhost/, host",
        "https://1.0.0.127.in-addr.arpa/, host",
        "https://bücher.example/, host",
        "https://раураl.example/, host",
        "https://www。relais。example/, host",
        "https:///path, malformed-or-host",
        "https:www.relais.example, host",
        "https://www.relais.example:8443/, port",
        "https://www.relais.example:0/, port",
        "https://www.relais.example/a b, malformed",
        "https://www.relais.example\\@elsewhere.example, malformed",
        "https://%77ww.relais.example, host",
        "https://-www.relais.example, host"
    })
    void mayNot(String address, String reason) {
        assertThat(WebAddress.problem(address)).hasValueSatisfying(problem -> {
            if (reason.equals("malformed-or-host")) {
                assertThat(problem).isIn("directory.url.malformed", "directory.url.host");
            } else {
                assertThat(problem).isEqualTo("directory.url." + reason);
            }
        });
    }

    @Test
    void isNeededAndShort() {
        assertThat(WebAddress.problem(null)).contains("directory.url.required");
        assertThat(WebAddress.problem("https://relais.example/" + "x".repeat(300)))
                .contains("directory.url.tooLong");
        assertThat(WebAddress.problem("https://www.relais.example/\r\nSet-Cookie:a=b"))
                .contains("directory.url.malformed");
    }
}
