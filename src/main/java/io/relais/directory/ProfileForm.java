package io.relais.directory;

import java.util.List;

/**
 * What the page of a change sends, beside the logo, which is kept as soon as it is taken.
 *
 * @param version of the change that the person started from
 * @param note answer to the reviewer's question
 */
public record ProfileForm(Long version, String name, List<Location> locations, Boolean withoutLogo, String note) {

    public ProfileForm {
        version = version == null ? -1 : version;
        locations = locations == null ? List.of() : locations;
        withoutLogo = Boolean.TRUE.equals(withoutLogo);
    }

    /** The same without the lines that nobody filled in. */
    public ProfileForm filledIn() {
        return new ProfileForm(
                version,
                name,
                locations.stream()
                        .filter(location -> location != null && !location.blank())
                        .toList(),
                withoutLogo,
                note);
    }
}
