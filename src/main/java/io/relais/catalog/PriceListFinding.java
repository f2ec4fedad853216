package io.relais.catalog;

import java.util.List;

/**
 * What a price list changes, or where it is refused.
 *
 * @param place the line at which the row begins, counting from 1; of what ends because the list does not have it, a number
 * @param title what the offer is called; null where the row did not say
 * @param offer {@code productId:skuId}, term and billing plan as far as they could be read
 * @param market as far as it could be read
 * @param reason a message key
 * @param arguments of that message
 */
public record PriceListFinding(
        Kind kind, long place, String title, String offer, String market, String reason, List<String> arguments) {

    public enum Kind {
        /** Puts an offer on the list of a market where it was not before. */
        ADDED("catalog.import.kind.added"),
        /** Brings a new price, corrects one, or describes the offer otherwise. */
        CHANGED("catalog.import.kind.changed"),
        /** Is on sale or will be, and a list that is complete does not have it. */
        ENDED("catalog.import.kind.ended"),
        /** Can't be taken and is left out. */
        REFUSED("catalog.import.kind.refused");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The message key of its name. */
        public String label() {
            return label;
        }
    }
}
