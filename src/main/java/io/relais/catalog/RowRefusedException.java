package io.relais.catalog;

import java.util.List;

/** A row of a price list can't be taken; the others can. */
class RowRefusedException extends Exception {

    private static final int MAX_SHOWN = 60;

    private final String reason;
    private final List<String> arguments;

    RowRefusedException(String reason, String... arguments) {
        super(reason, null, false, false);
        this.reason = reason;
        this.arguments = List.of(arguments).stream()
                .map(RowRefusedException::shownSafely)
                .toList();
    }

    RefusedRow at(long line) {
        return new RefusedRow(line, reason, arguments);
    }

    /** Values of a file end up on screens and in logs: one short line each. */
    static String shownSafely(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN - 1) + "…";
    }
}
