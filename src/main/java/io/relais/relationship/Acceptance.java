package io.relais.relationship;

import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import java.util.List;

/**
 * What a company gives when it accepts the relationship.
 *
 * @param known whether it is a customer that the request was made for: only who accepts is asked then
 * @param details of the company; those of a customer that the request was made for are known, and stay
 * @param otherDomains beside the first one, in lower case
 * @param agreement who accepted the customer agreement; null while nobody did
 */
public record Acceptance(
        boolean known, CustomerDetails details, List<String> otherDomains, AgreementAttestation agreement) {}
