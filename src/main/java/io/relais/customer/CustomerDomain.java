package io.relais.customer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A domain of a customer beside its first one, in lower case. It belongs to one customer only. */
@Entity
@Table(name = "customer_other_domain")
class CustomerDomain {

    @Id
    private String domain;

    private UUID customerId;

    protected CustomerDomain() {}

    CustomerDomain(String domain, UUID customerId) {
        this.domain = domain;
        this.customerId = customerId;
    }

    String domain() {
        return domain;
    }

    UUID customerId() {
        return customerId;
    }
}
