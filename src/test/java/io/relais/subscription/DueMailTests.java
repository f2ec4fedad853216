package io.relais.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The weekly mail, as its readers get it. */
@RelaisTest
class DueMailTests {

    /** A Monday that no other test lives in. */
    private static final Instant MONDAY = Instant.parse("2031-03-03T00:05:00Z");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DueMail mail;

    @Autowired
    private JavaMailSenderImpl sender;

    private GreenMail server;
    private int portBefore;

    @BeforeEach
    void startServer() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        portBefore = sender.getPort();
        sender.setPort(server.getSmtp().getPort());
    }

    @AfterEach
    void stopServer() {
        sender.setPort(portBefore);
        server.stop();
        SampleOrders.asNobody();
    }

    @Test
    void tellsResponsibleStaffOnceAWeekWhatIsDue() throws Exception {
        SampleSubscriptions sample = new SampleSubscriptions(context);
        SampleSubscriptions.turnTo(MONDAY.minus(Duration.ofDays(25)));
        SampleOrders.as("sam");
        Subscription one = sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1M", "monthly", 17, null);
        SampleOrders.asNobody();
        SampleSubscriptions.turnTo(MONDAY);

        mail.send();

        List<String> recipients = Arrays.stream(server.getReceivedMessages())
                .map(DueMailTests::recipient)
                .toList();
        assertThat(recipients)
                .contains("ada@demo.relais.example", "sam@demo.relais.example", "sofia@demo.relais.example")
                .doesNotContain("hal@demo.relais.example", "admin@demo.relais.example")
                .doesNotHaveDuplicates();
        MimeMessage first = server.getReceivedMessages()[0];
        assertThat(first.getSubject()).isEqualTo("Relais Distribution: subscriptions that are due soon");
        assertThat((String) first.getContent())
                .contains("Within 7 days:", one.getTitle() + " (17)", "http://localhost:8080/subscriptions/due")
                .doesNotContain("{0", "??");

        int sent = recipients.size();
        SampleSubscriptions.turnTo(MONDAY.plus(Duration.ofDays(6)));
        assertThat(mail.send()).isZero();
        assertThat(server.getReceivedMessages()).hasSize(sent);

        SampleSubscriptions.turnTo(MONDAY.plus(Duration.ofDays(7)));
        assertThat(mail.send()).isEqualTo(sent);
    }

    @Test
    void triesAgainWithTheNextRunWhenTheServerWasDown() {
        SampleSubscriptions.turnTo(MONDAY.plus(Duration.ofDays(21)));
        server.stop();
        assertThat(mail.send()).isZero();
        server.start();
        sender.setPort(server.getSmtp().getPort());
        assertThat(mail.send()).isPositive();
    }

    private static String recipient(MimeMessage message) {
        return GreenMailUtil.getAddressList(recipients(message));
    }

    private static jakarta.mail.Address[] recipients(MimeMessage message) {
        try {
            return message.getAllRecipients();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
