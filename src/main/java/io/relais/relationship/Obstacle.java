package io.relais.relationship;

import io.relais.invitation.InTheWay;

/** Why a relationship that was accepted cannot begin yet. */
public enum Obstacle implements InTheWay {
    /** A message or a variable came past the page; there is no answer. */
    NOT_ACCEPTED,
    /** A domain is that of a customer here, and the request was not made for that customer. */
    DOMAIN_KNOWN,
    /** There is no partnership any more with the reseller that asks, or something is missing on its side. */
    RESELLER_NOT_USABLE;

    @Override
    public String key() {
        return "relationship.obstacle." + name();
    }

    @Override
    public String remedyKey() {
        return "relationship.remedy." + name();
    }
}
