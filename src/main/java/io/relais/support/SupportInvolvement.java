package io.relais.support;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** That a reseller opened a support request or was asked to work on it; also the order of the reseller's list. */
@Entity
@Table(name = "support_involvement")
class SupportInvolvement {

    @Embeddable
    record Key(UUID resellerId, UUID requestId) {}

    @EmbeddedId
    private Key id;

    private long number;

    protected SupportInvolvement() {}

    SupportInvolvement(UUID reseller, SupportRequest request) {
        this.id = new Key(reseller, request.id());
        this.number = request.number();
    }
}
