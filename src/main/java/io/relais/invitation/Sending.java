package io.relais.invitation;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;

/** One going-out of a request: how, when, by whom. */
@Embeddable
public record Sending(@Enumerated(EnumType.STRING) Channel channel, Instant sentAt, String sentBy) {}
