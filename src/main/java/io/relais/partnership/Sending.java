package io.relais.partnership;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;

/** One going-out of a partnership request: how, when, by whom. */
@Embeddable
public record Sending(@Enumerated(EnumType.STRING) Channel channel, Instant sentAt, String sentBy) {}
