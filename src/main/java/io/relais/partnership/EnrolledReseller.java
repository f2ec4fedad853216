package io.relais.partnership;

import java.time.Instant;

/**
 * A reseller whose enrollment staff have verified.
 *
 * @param email of the primary contact, in lower case
 * @param contact the primary contact's name
 * @param country ISO 3166-1 alpha-2 code
 * @param language {@code en} or {@code fr}
 * @param agreedAt when the partner agreement was accepted
 */
public record EnrolledReseller(
        String legalName,
        String email,
        String contact,
        String country,
        String language,
        String partnerId,
        Instant agreedAt) {}
