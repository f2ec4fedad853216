package io.relais.directory;

import jakarta.persistence.Embeddable;

/**
 * Where the provider can be found.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param place tells several locations in one country apart; may be missing
 * @param url the address that the entry leads to
 */
@Embeddable
public record Location(String country, String place, String url) {

    /** Whether nobody filled this line in; a country is always chosen. */
    boolean blank() {
        return place == null && url == null;
    }
}
