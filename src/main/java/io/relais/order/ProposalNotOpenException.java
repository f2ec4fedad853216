package io.relais.order;

import java.util.UUID;

/**
 * The reseller wants to change a proposal that is not, or not any more, with it: a second click, or the other person was faster. Or it may
 * propose nothing for this customer now.
 */
public class ProposalNotOpenException extends RuntimeException {

    private final transient UUID proposal;

    public ProposalNotOpenException(UUID proposal) {
        super("Order " + proposal + " is not open to its reseller");
        this.proposal = proposal;
    }

    public UUID proposal() {
        return proposal;
    }
}
