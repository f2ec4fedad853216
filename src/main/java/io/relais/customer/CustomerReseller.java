package io.relais.customer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A reseller's association with a customer, current while it has no end (domain.md F-16). Independent of any subscription. */
@Entity
class CustomerReseller {

    @Id
    private UUID id;

    private UUID customerId;
    private UUID resellerId;
    private Instant since;
    private Instant until;

    protected CustomerReseller() {}

    CustomerReseller(UUID customerId, UUID resellerId, Instant since) {
        this.id = UUID.randomUUID();
        this.customerId = customerId;
        this.resellerId = resellerId;
        this.since = since;
    }

    UUID customerId() {
        return customerId;
    }

    UUID resellerId() {
        return resellerId;
    }
}
