package io.relais.customer;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A customer of the provider. Its id is the customer's Microsoft ID (tenant id) towards clients of the API. */
@Entity
public class Customer {

    @Id
    private UUID id;

    @Version
    private Long version;

    @Embedded
    private CustomerDetails details;

    /** The company's name as lists sort and search it: lower case. */
    private String companyNameKey;

    @Embedded
    private AgreementAttestation agreement;

    private String attestedBy;
    private Instant createdAt;

    protected Customer() {}

    Customer(CustomerDetails details, AgreementAttestation agreement, String attestedBy, Instant createdAt) {
        this.id = UUID.randomUUID();
        this.details = details;
        this.companyNameKey = nameKey(details.companyName());
        this.agreement = agreement;
        this.attestedBy = attestedBy;
        this.createdAt = createdAt;
    }

    static String nameKey(String companyName) {
        return companyName.strip().toLowerCase(Locale.ROOT);
    }

    public UUID getId() {
        return id;
    }

    public CustomerDetails getDetails() {
        return details;
    }

    public AgreementAttestation getAgreement() {
        return agreement;
    }

    /** User name of the staff member who attested the agreement. */
    public String getAttestedBy() {
        return attestedBy;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }
}
