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
    private String sinceBy;
    private Instant until;
    private String untilBy;

    protected CustomerReseller() {}

    CustomerReseller(UUID customerId, UUID resellerId, String by, Instant now) {
        this.id = UUID.randomUUID();
        this.customerId = customerId;
        this.resellerId = resellerId;
        this.since = now;
        this.sinceBy = by;
    }

    void end(String by, Instant now) {
        if (until != null) {
            throw new IllegalStateException("Association " + id + " ended at " + until);
        }
        this.until = now;
        this.untilBy = by;
    }

    UUID customerId() {
        return customerId;
    }

    UUID resellerId() {
        return resellerId;
    }

    Association association() {
        return new Association(resellerId, since, sinceBy, until, untilBy);
    }
}
