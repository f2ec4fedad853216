package io.relais.directory;

import java.util.List;
import java.util.UUID;

/**
 * What an entry says, published or asked for.
 *
 * @param logo null for none
 */
public record Profile(String name, UUID logo, List<Location> locations) {

    public Profile {
        locations = List.copyOf(locations);
    }
}
