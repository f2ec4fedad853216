package io.relais.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.relais.RelaisTest;
import io.relais.web.Keyset;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.support.TransactionTemplate;

@RelaisTest
class OutboxTests {

    @Autowired
    private Outbox outbox;

    @Autowired
    private JavaMailSenderImpl sender;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private JdbcClient database;

    @Autowired
    private TransactionTemplate transaction;

    private String hostBefore;
    private int portBefore;

    @BeforeEach
    void withoutServer() {
        hostBefore = sender.getHost();
        portBefore = sender.getPort();
        sender.setHost(null);
    }

    @AfterEach
    void asBefore() {
        sender.setHost(hostBefore);
        sender.setPort(portBefore);
        database.sql("delete from outgoing_mail where recipient like '%@outbox.example'")
                .update();
    }

    @Test
    void cutsASubjectThatIsTooLong() {
        send("long@outbox.example", "x".repeat(250));

        assertThat(waiting("long@outbox.example"))
                .extracting(Outbox.Waiting::subject)
                .isEqualTo("x".repeat(199) + "…");
    }

    @Test
    void keepsASubjectOnOneLine() {
        send("line@outbox.example", "One\r\nBcc: everybody@outbox.example");

        assertThat(waiting("line@outbox.example").subject()).doesNotContain("\n", "\r");
    }

    @Test
    void keepsAMailHoweverLongItIs() {
        String text = "Zeile für Zeile €\n".repeat(100_000);
        transaction.executeWithoutResult(status -> outbox.send("long-text@outbox.example", "Long", text));

        assertThat(outbox.read(waiting("long-text@outbox.example").id())).isEqualTo(text);
    }

    @Test
    void findsWhatWaitsByRecipientAndSubject() {
        send("anna@outbox.example", "Your enrollment with Relais");
        send("anna@outbox.example", "A question about 100% of it");
        send("bert@outbox.example", "Your enrollment with Relais");

        assertThat(found("ANNA enrollment")).containsExactly("anna@outbox.example: Your enrollment with Relais");
        assertThat(found("100%")).containsExactly("anna@outbox.example: A question about 100% of it");
        assertThat(found("bert question @outbox")).isEmpty();
        assertThat(found("_nna@outbox")).isEmpty();
        assertThat(found("@outbox.example")).hasSize(3);
    }

    @Test
    void leadsThroughAllThatWaitsAndBack() {
        for (int i = 0; i < 5; i++) {
            send(i + "@outbox.example", "Paged");
        }

        Keyset.Page<Outbox.Waiting> first = outbox.waiting("@outbox paged", null, null, 2);
        Keyset.Page<Outbox.Waiting> second = outbox.waiting("@outbox paged", first.next(), null, 2);
        Keyset.Page<Outbox.Waiting> third = outbox.waiting("@outbox paged", second.next(), null, 2);

        assertThat(Stream.of(first, second, third).flatMap(page -> page.rows().stream()))
                .hasSize(5)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(
                        Comparator.comparing(Outbox.Waiting::createdAt).reversed());
        assertThat(third.next()).isNull();
        assertThat(outbox.waiting("@outbox paged", null, second.previous(), 2).rows())
                .isEqualTo(first.rows());
        assertThat(outbox.waiting("@outbox paged", "mangled", "mangled", 9).rows())
                .hasSize(5);
    }

    private List<String> found(String text) {
        return outbox.waiting(text, null, null, 100).rows().stream()
                .filter(mail -> mail.recipient().endsWith("@outbox.example"))
                .map(mail -> mail.recipient() + ": " + mail.subject())
                .toList();
    }

    @Test
    void sendsTheOthersWhenOneCannotBeOpenedAnyMore() {
        send("lost@outbox.example", "Lost");
        send("fine@outbox.example", "Fine");
        database.sql("update outgoing_mail set key_id = 'gone', due_at = :due where recipient = 'lost@outbox.example'")
                .param("due", OffsetDateTime.parse("2000-01-01T00:00:00Z"))
                .update();
        database.sql("update outgoing_mail set due_at = :due where recipient = 'fine@outbox.example'")
                .param("due", OffsetDateTime.parse("2000-01-02T00:00:00Z"))
                .update();
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            sender.setHost("127.0.0.1");
            sender.setPort(server.getSmtp().getPort());
            outbox.deliver();

            assertThat(server.getReceivedMessagesForDomain("fine@outbox.example"))
                    .hasSize(1);
            assertThat(waiting("lost@outbox.example").attempts()).isEqualTo(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void triesOnceMoreBeforeItGivesUpAndCountsWhatItGaveUp() {
        send("tried@outbox.example", "Old but fine");
        send("given-up@outbox.example", "Old and lost");
        database.sql(
                        "update outgoing_mail set created_at = :then, due_at = :then where recipient like '%@outbox.example'")
                .param("then", OffsetDateTime.parse("2000-01-01T00:00:00Z"))
                .update();
        database.sql("update outgoing_mail set due_at = :due where recipient = 'given-up@outbox.example'")
                .param("due", OffsetDateTime.parse("2100-01-01T00:00:00Z"))
                .update();
        double before = meters.get("relais.mail.given.up").counter().count();
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            sender.setHost("127.0.0.1");
            sender.setPort(server.getSmtp().getPort());
            outbox.deliver();

            assertThat(server.getReceivedMessagesForDomain("outbox.example")).hasSize(1);
            assertThat(found("@outbox.example")).isEmpty();
            assertThat(meters.get("relais.mail.given.up").counter().count()).isEqualTo(before + 1);
        } finally {
            server.stop();
        }
    }

    private void send(String to, String subject) {
        transaction.executeWithoutResult(status -> outbox.send(to, subject, "Text"));
    }

    private Outbox.Waiting waiting(String recipient) {
        return outbox.waiting(null, null, null, 1000).rows().stream()
                .filter(mail -> mail.recipient().equals(recipient))
                .findFirst()
                .orElseThrow();
    }
}
