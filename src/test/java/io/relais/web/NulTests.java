package io.relais.web;

import static io.relais.security.SignedInOutside.reseller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The character NUL, with which PostgreSQL keeps no text, comes no further than the door. */
@RelaisTest
class NulTests {

    private static final String NUL = "a\u0000b";

    @Autowired
    private MockMvcTester pages;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/resellers?text=a%00b",
                "/customers?text=a%00b",
                "/enrollments?text=a%00b",
                "/orders?after=a%00b",
                "/catalog?text=%00",
                "/outgoing-mail?text=%00",
                "/support-requests?text=%00",
                "/enrollments/a%00b",
                "/orders?%00=a"
            })
    void isRefusedInAddresses(String address) {
        assertThat(pages.get()
                        .uri(URI.create(address))
                        .with(authentication(SampleOrders.authentication("ada")))
                        .exchange())
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reseller/public/enroll|details.legalName",
                "/reseller/public/enroll/again|email",
                "/reseller/public/forgotten|userName",
                "/partnership/unknown/decline|reason",
                "/login|username"
            })
    void isRefusedInFormsThatAnybodyMaySend(String form) {
        String[] words = form.split("\\|");

        assertThat(pages.post()
                        .uri(words[0])
                        .param(words[1], NUL)
                        .with(anonymous())
                        .with(csrf())
                        .exchange())
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void isRefusedBesideAFile() {
        assertThat(pages.post()
                        .uri("/reseller/support-requests")
                        .multipart()
                        .file("files", "note".getBytes(StandardCharsets.UTF_8))
                        .param("title", NUL)
                        .with(reseller(UUID.randomUUID()))
                        .with(csrf())
                        .exchange())
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void isAnsweredWithAPage() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/find-a-provider?country=%00"))
                                .header("Accept", "text/html")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<html", "<h1").doesNotContain("Exception");
    }

    @Test
    void isNoPlaceInAList() {
        String mangled = Base64.getUrlEncoder()
                .encodeToString((UUID.randomUUID() + "\n" + NUL).getBytes(StandardCharsets.UTF_8));

        assertThat(Keyset.Place.decoded(mangled)).isEmpty();
        assertThat(new Keyset.Place("+1000000000-12-31T23:59:59Z", UUID.randomUUID()).time())
                .as("a time that no database knows")
                .isEqualTo(Optional.empty());
        assertThat(new Keyset.Place("2026-11-24T22:00:00.123Z", UUID.randomUUID()).time())
                .isPresent();
    }
}
