package io.relais.mail;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Relais signs its mail: {@code relais.mail.*}. The mail server itself is {@code spring.mail.host} and its neighbours.
 *
 * @param from the sender's address; the provider's own if not set
 * @param staffLanguage language of all mails to the provider's staff: {@code en} or {@code fr}
 */
@ConfigurationProperties("relais.mail")
public record MailProperties(String from, @DefaultValue("en") Locale staffLanguage) {}
