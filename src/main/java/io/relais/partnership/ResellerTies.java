package io.relais.partnership;

import java.util.List;
import java.util.UUID;

/**
 * One kind of thing that hangs on a reseller in another module, shown and reassigned before the partnership with it is removed (domain.md
 * F-06). Each module that ties something to resellers has one implementation per kind.
 */
public interface ResellerTies {

    /** Last part of the message keys that name the kind: {@code customers}, {@code on-record}, {@code support-contact}, {@code orders}. */
    String key();

    /** How many of this kind hang on the reseller now. */
    long count(UUID reseller);

    /** Some of them, to be looked at. */
    List<Tie> some(UUID reseller, int atMost);

    /** A kind that can be given to somebody else; for what cannot, the removal page says what becomes of it. */
    interface Reassignable extends ResellerTies {

        /**
         * Whether they may stay as they are with a company that is no partner any more, as customers do (domain.md F-06). What may not
         * has to be given to somebody else or to nobody.
         */
        default boolean stays() {
            return true;
        }

        /**
         * Gives all of them to another reseller, each with its own line of history and audit, in the caller's transaction.
         *
         * @param to null for nobody; for support contacts that is the provider itself
         * @return how many changed
         */
        int reassign(UUID from, UUID to);
    }

    /** A kind that ends with the partnership. */
    interface Ending extends ResellerTies {

        /** Ends all of them, also what is not counted, each with its own line of history and audit, in the caller's transaction. */
        void end(UUID reseller);
    }

    /** @param page path of its page in the workspace */
    record Tie(String name, String page) {}
}
