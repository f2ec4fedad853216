package io.relais.customer;

/** The domain was free when it was chosen and belongs to another customer now. */
public class DomainTakenException extends Exception {

    DomainTakenException(String domain) {
        super("Domain " + domain + " is taken");
    }
}
