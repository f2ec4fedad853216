package io.relais.partnership;

/**
 * What a reseller gives or confirms when it authorizes the provider.
 *
 * @param legalName the company's legal name
 * @param country ISO 3166-1 alpha-2 code of the company
 * @param partnerId partner location id
 * @param contact the primary contact's name
 * @param enrolled enrolled in the program as an indirect reseller
 * @param agreementSigned the partner agreement is signed for the region
 */
public record Answer(
        String legalName,
        String country,
        String partnerId,
        String contact,
        boolean enrolled,
        boolean agreementSigned) {}
