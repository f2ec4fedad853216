package io.relais.order;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.UUID;

/**
 * What makes an order one that a reseller proposes for its customer.
 *
 * @param reseller who proposes it
 * @param by user name of the reseller's person, which is an e-mail address
 * @param at when it was last sent to the provider; null before
 * @param note what the reseller wrote to the provider; null for nothing
 * @param answer why it was sent back or refused; null before and after it went well
 * @param answeredBy which member of staff did; never shown to the reseller
 */
@Embeddable
public record Proposal(
        @Column(name = "proposer_id") UUID reseller,
        @Column(name = "proposed_by") String by,
        @Column(name = "proposed_at") Instant at,
        @Column(name = "proposal_note") String note,
        @Column(name = "proposal_answer") String answer,
        @Column(name = "proposal_answered_by") String answeredBy,
        @Column(name = "proposal_answered_at") Instant answeredAt) {

    static Proposal begunBy(UUID reseller, String person) {
        return new Proposal(reseller, person, null, null, null, null, null);
    }

    Proposal sent(String person, String newNote, Instant now) {
        return new Proposal(reseller, person, now, newNote, null, null, null);
    }

    Proposal answered(String reason, String person, Instant now) {
        return new Proposal(reseller, by, at, note, reason, person, now);
    }
}
