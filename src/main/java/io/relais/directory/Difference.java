package io.relais.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Two versions of an entry, side by side.
 *
 * @param name of both
 * @param logo of both
 * @param locations line by line: those of the first version, then what the second one adds
 */
public record Difference(Line<String> name, Line<UUID> logo, List<Line<Location>> locations) {

    /** What became of one thing. */
    public enum Kind {
        SAME,
        CHANGED,
        ADDED,
        REMOVED
    }

    /**
     * One thing in both versions.
     *
     * @param before null if it was not there
     * @param after null if it is no longer there
     */
    public record Line<T>(T before, T after) {

        public Kind kind() {
            if (Objects.equals(before, after)) {
                return Kind.SAME;
            }
            return before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
        }
    }

    static Difference between(Profile before, Profile after) {
        List<Location> left = new ArrayList<>(after.locations());
        List<Line<Location>> lines = new ArrayList<>();
        for (Location location : before.locations()) {
            Optional<Location> counterpart = left.stream()
                    .filter(location::equals)
                    .findFirst()
                    .or(() -> left.stream()
                            .filter(other -> Objects.equals(other.country(), location.country())
                                    && Objects.equals(other.place(), location.place()))
                            .findFirst());
            counterpart.ifPresent(left::remove);
            lines.add(new Line<>(location, counterpart.orElse(null)));
        }
        left.forEach(added -> lines.add(new Line<>(null, added)));
        return new Difference(
                new Line<>(before.name(), after.name()), new Line<>(before.logo(), after.logo()), List.copyOf(lines));
    }

    /** Whether anything changed. */
    public boolean any() {
        return name.kind() != Kind.SAME
                || logo.kind() != Kind.SAME
                || locations.stream().anyMatch(line -> line.kind() != Kind.SAME);
    }
}
