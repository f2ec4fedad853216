package io.relais.customer;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.springframework.format.annotation.DateTimeFormat;

/**
 * The provider's word that the customer accepted the Microsoft Customer Agreement (domain.md F-14).
 *
 * @param firstName of the person who accepted for the customer
 * @param date the day of acceptance in UTC; never in the future
 */
@Embeddable
public record AgreementAttestation(
        @Size(max = 50) @Column(name = "agreement_first_name") String firstName,
        @Size(max = 50) @Column(name = "agreement_last_name") String lastName,
        @Size(max = 254) @Column(name = "agreement_email") String email,
        @Size(max = 40) @Column(name = "agreement_phone") String phone,
        @Column(name = "agreement_date") @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate date) {

    public static final AgreementAttestation NONE = new AgreementAttestation(null, null, null, null, null);
}
