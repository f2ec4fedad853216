package io.relais.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.relais.RelaisTest;
import java.time.OffsetDateTime;
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

    private void send(String to, String subject) {
        transaction.executeWithoutResult(status -> outbox.send(to, subject, "Text"));
    }

    private Outbox.Waiting waiting(String recipient) {
        return outbox.waiting(1000).stream()
                .filter(mail -> mail.recipient().equals(recipient))
                .findFirst()
                .orElseThrow();
    }
}
