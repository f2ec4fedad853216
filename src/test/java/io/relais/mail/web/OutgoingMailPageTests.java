package io.relais.mail.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.relais.RelaisTest;
import io.relais.mail.Outbox;
import io.relais.order.SampleOrders;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

@RelaisTest
class OutgoingMailPageTests {

    @Autowired
    private MockMvcTester pages;

    @Autowired
    private Outbox outbox;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void makesLinksOfLinksAndOfNothingElse() {
        String word = "w" + UUID.randomUUID().toString().substring(0, 8);
        send(
                word,
                "Open (http://localhost:8080/x?a=1&b=2), or javascript:alert(1) <script>alert(2)</script> http://y.example/\"><b>.");

        assertThat(get("/outgoing-mail?text=" + word, "oscar"))
                .hasStatusOk()
                .bodyText()
                .contains(
                        "<a href=\"http://localhost:8080/x?a=1&amp;b=2\" target=\"_blank\" rel=\"noopener noreferrer\">http://localhost:8080/x?a=1&amp;b=2</a>), or",
                        "&lt;script&gt;",
                        "http://y.example/&quot;&gt;&lt;b&gt;</a>.")
                .doesNotContain("<script>alert", "href=\"javascript");
    }

    @Test
    void findsAndPages() {
        String word = "w" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 27; i++) {
            send(word + " " + i, "Text");
        }
        assertThat(get("/outgoing-mail?text=" + word, "oscar"))
                .bodyText()
                .contains("rel=\"next\" href=\"/outgoing-mail?text=" + word + "&amp;after=")
                .doesNotContain("rel=\"prev\"")
                .satisfies(page -> assertThat(page.split(word + " \\d+<")).hasSize(25 + 1));
        assertThat(get("/outgoing-mail?text=" + word + "%20nothing", "oscar"))
                .bodyText()
                .contains("No mail that waits is like this.");
        assertThat(get("/outgoing-mail?after=mangled&text=%25", "oscar")).hasStatusOk();
        assertThat(get("/outgoing-mail", "sam")).hasStatus(HttpStatus.FORBIDDEN);
    }

    private void send(String subject, String text) {
        transaction.executeWithoutResult(status -> outbox.send("page@outbox.example", subject, text));
    }

    private MvcTestResult get(String uri, String person) {
        return pages.get()
                .uri(java.net.URI.create(uri))
                .with(authentication(SampleOrders.authentication(person)))
                .exchange();
    }
}
