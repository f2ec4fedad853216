package io.relais.customer;

import java.util.UUID;

/** What must happen in another module when a reseller's association with a customer ends, in the transaction that ends it. */
public interface AssociationEnd {

    void ended(UUID customer, UUID reseller);
}
