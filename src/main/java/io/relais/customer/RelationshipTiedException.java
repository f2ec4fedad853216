package io.relais.customer;

import java.util.List;

/** The relationship with a customer cannot be removed before what is tied to it is ended. */
public class RelationshipTiedException extends Exception {

    private final transient List<CustomerTies.Tie> ties;

    RelationshipTiedException(List<CustomerTies.Tie> ties) {
        super(ties.size() + " ties stand in the way");
        this.ties = ties;
    }

    /** What must be done first. */
    public List<CustomerTies.Tie> ties() {
        return ties;
    }
}
