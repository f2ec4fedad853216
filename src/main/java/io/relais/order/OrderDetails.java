package io.relais.order;

import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import jakarta.validation.Valid;
import java.util.UUID;

/**
 * The first page of an order for a new customer: who the customer is, and which reseller manages it.
 *
 * @param reseller the managing reseller; null makes a direct customer of the provider
 */
public record OrderDetails(UUID reseller, @Valid CustomerDetails details, @Valid AgreementAttestation agreement) {

    public OrderDetails {
        details = details == null ? CustomerDetails.NONE : details;
        agreement = agreement == null ? AgreementAttestation.NONE : agreement;
    }
}
