package io.relais.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Paging by the last row seen instead of by row numbers: every page costs the same, however far down it is, and rows that come or go
 * meanwhile shift nothing. A page asks for one row more than it shows.
 */
public final class Keyset {

    private static final char SEPARATOR = '\n';
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Keyset() {}

    /** A place in a list: the row's sort value and its id. */
    public record Place(String value, UUID id) {

        /** As it stands in a link. */
        public String encoded() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((id + "" + SEPARATOR + value).getBytes(StandardCharsets.UTF_8));
        }

        /** As {@link #decoded}, in a list in the order of a time. */
        public static Optional<Place> decodedTime(String encoded) {
            return decoded(encoded).filter(place -> place.time().isPresent());
        }

        /** Its value, if that is a time which a database knows. */
        public Optional<Instant> time() {
            try {
                return Optional.of(Instant.parse(value)).filter(time -> time.isAfter(FIRST) && time.isBefore(LAST));
            } catch (DateTimeParseException mangled) {
                return Optional.empty();
            }
        }

        /** Reads what stood in a link; anything else is no place, so that a mangled link shows the first page. */
        public static Optional<Place> decoded(String encoded) {
            if (encoded == null || encoded.isBlank()) {
                return Optional.empty();
            }
            try {
                String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
                int separator = text.indexOf(SEPARATOR);
                Place place = new Place(text.substring(separator + 1), UUID.fromString(text.substring(0, separator)));
                return Optional.of(place).filter(one -> one.value().indexOf('\0') < 0);
            } catch (IllegalArgumentException | IndexOutOfBoundsException mangled) {
                return Optional.empty();
            }
        }
    }

    /**
     * One page of a list.
     *
     * @param previous the place before which the previous page ends, null on the first page
     * @param next the place after which the next page begins, null on the last page
     */
    public record Page<T>(List<T> rows, String previous, String next) {

        /** The same page with other rows, one for one. */
        public <R> Page<R> map(Function<T, R> change) {
            return new Page<>(rows.stream().map(change).toList(), previous, next);
        }
    }

    /**
     * Makes a page of what a query found.
     *
     * @param found at most one row more than {@code size}, in the order of the walk: backwards if {@code backwards}
     * @param backwards whether the page was reached by "previous"
     * @param first whether the walk began at an end of the list rather than at a place
     */
    public static <T> Page<T> page(
            List<T> found, int size, boolean backwards, boolean first, Function<T, Place> place) {
        boolean more = found.size() > size;
        List<T> rows = new java.util.ArrayList<>(found.subList(0, Math.min(size, found.size())));
        if (backwards) {
            java.util.Collections.reverse(rows);
        }
        if (rows.isEmpty()) {
            return new Page<>(List.of(), null, null);
        }
        String top = place.apply(rows.get(0)).encoded();
        String bottom = place.apply(rows.get(rows.size() - 1)).encoded();
        boolean before = backwards ? more : !first;
        boolean after = backwards ? !first : more;
        return new Page<>(List.copyOf(rows), before ? top : null, after ? bottom : null);
    }
}
