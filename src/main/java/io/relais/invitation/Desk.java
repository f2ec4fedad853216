package io.relais.invitation;

import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.mail.Mailer;
import io.relais.provider.Provider;
import io.relais.security.SealingKeys;
import io.relais.tasks.Tasks;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What requests of every kind are worked on with; a kind's face hands it on to {@link Requests}. */
@Component
public class Desk {

    final EntityManager entities;
    final RequestProperties properties;
    final Countries countries;
    final Tasks tasks;
    final AuditTrail audit;
    final SealingKeys keys;
    final Mailer mailer;
    final Provider provider;
    final MessageSource messages;
    final Clock clock;

    Desk(
            EntityManager entities,
            RequestProperties properties,
            Countries countries,
            Tasks tasks,
            AuditTrail audit,
            SealingKeys keys,
            Mailer mailer,
            Provider provider,
            MessageSource messages,
            Clock clock) {
        this.entities = entities;
        this.properties = properties;
        this.countries = countries;
        this.tasks = tasks;
        this.audit = audit;
        this.keys = keys;
        this.mailer = mailer;
        this.provider = provider;
        this.messages = messages;
        this.clock = clock;
    }
}
