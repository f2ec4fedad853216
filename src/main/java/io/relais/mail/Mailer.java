package io.relais.mail;

import io.relais.provider.Provider;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

/**
 * Sends plain-text mail in UTF-8. Called from jobs of the process engine, so that a mail server that is down means a retry and then an
 * incident, never a lost mail.
 */
@Service
public class Mailer {

    private static final String PATIENCE_MILLIS = "10000";

    private final JavaMailSenderImpl sender;
    private final String from;
    private final String fromName;

    Mailer(ObjectProvider<JavaMailSenderImpl> sender, MailProperties properties, Provider provider) {
        this.sender = sender.getIfAvailable();
        this.from = StringUtils.hasText(properties.from()) ? properties.from() : provider.email();
        this.fromName = provider.name();
        if (this.sender != null) {
            // Without these a silent server would hold the job, and the row it has locked, for ever.
            Properties settings = this.sender.getJavaMailProperties();
            settings.putIfAbsent("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
            settings.putIfAbsent("mail.smtp.timeout", PATIENCE_MILLIS);
            settings.putIfAbsent("mail.smtp.writetimeout", PATIENCE_MILLIS);
        }
    }

    /** Whether there is a mail server to send through. */
    public boolean configured() {
        return sender != null && StringUtils.hasText(sender.getHost());
    }

    /**
     * Sends one mail.
     *
     * @throws MailException if the mail server did not take it
     * @throws IllegalArgumentException if the address or the subject could carry further header lines
     */
    public void send(String to, String subject, String text) {
        if (!configured()) {
            throw new MailPreparationException("No mail server is configured: set spring.mail.host");
        }
        singleLine(to);
        singleLine(subject);
        try {
            MimeMessage mail = sender.createMimeMessage();
            MimeMessageHelper helper = new MimeMessageHelper(mail, false, StandardCharsets.UTF_8.name());
            helper.setFrom(new InternetAddress(from, fromName, StandardCharsets.UTF_8.name()));
            helper.setTo(new InternetAddress(to, true));
            helper.setSubject(subject);
            helper.setText(text, false);
            sender.send(mail);
        } catch (MessagingException | java.io.UnsupportedEncodingException e) {
            throw new MailPreparationException("The mail could not be made", e);
        }
    }

    private static void singleLine(String header) {
        if (header.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A mail header must be a single line");
        }
    }
}
