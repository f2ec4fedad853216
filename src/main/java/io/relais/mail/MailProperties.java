package io.relais.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How Relais signs its mail: {@code relais.mail.*}. The mail server itself is {@code spring.mail.host} and its neighbours.
 *
 * @param from the sender's address; the provider's own if not set
 */
@ConfigurationProperties("relais.mail")
record MailProperties(String from) {}
