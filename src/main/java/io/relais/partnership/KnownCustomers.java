package io.relais.partnership;

/** Tells whether a company is already a customer here: a reseller cannot be an end customer of its own provider (domain.md F-02). */
public interface KnownCustomers {

    /**
     * @param companyName the company's legal name
     * @param emailDomain the part after the at sign of its e-mail address, in lower case
     */
    boolean isCustomer(String companyName, String emailDomain);
}
