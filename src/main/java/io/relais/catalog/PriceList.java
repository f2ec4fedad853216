package io.relais.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A price list that somebody sent, and how far it has come.
 *
 * @param complete whether the offers end that it does not have
 * @param expiresAt when the file is deleted unless it was imported
 * @param since when the state was reached, or the last sign of life while work goes on
 * @param problem the message key of why it could not be read or worked on; null if there is none
 * @param outdated whether the catalog has changed since the check
 */
public record PriceList(
        UUID id,
        String fileName,
        long bytes,
        boolean complete,
        String sentBy,
        Instant sentAt,
        Instant expiresAt,
        State state,
        Instant since,
        long bytesRead,
        int added,
        int changed,
        int ended,
        int unchanged,
        int refused,
        String problem,
        List<String> arguments,
        boolean outdated) {

    public enum State {
        /** Waits to be checked. */
        SENT("catalog.import.state.sent"),
        CHECKING("catalog.import.state.checking"),
        /** Waits for the person's yes. */
        CHECKED("catalog.import.state.checked"),
        IMPORTING("catalog.import.state.importing"),
        IMPORTED("catalog.import.state.imported"),
        /** Is not a price list, or not a whole one. */
        UNREADABLE("catalog.import.state.unreadable"),
        /** The work on it was cut off, for example since the application was stopped. Nothing of it was taken. */
        INTERRUPTED("catalog.import.state.interrupted"),
        /** The work on it met an error that nobody foresaw; the log has it. Nothing of it was taken. */
        FAILED("catalog.import.state.failed");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The message key of its name. */
        public String label() {
            return label;
        }
    }

    /** Whether work goes on. */
    public boolean running() {
        return state == State.CHECKING || state == State.IMPORTING;
    }

    /** Whether importing it would change anything. */
    public boolean changes() {
        return added + changed + ended > 0;
    }

    /** How much of the file has been read; the last percent is reached only at the end. */
    public int percent() {
        return bytes == 0 ? 0 : (int) Math.min(99, bytesRead * 100 / bytes);
    }

    public int count(PriceListFinding.Kind kind) {
        return switch (kind) {
            case ADDED -> added;
            case CHANGED -> changed;
            case ENDED -> ended;
            case REFUSED -> refused;
        };
    }
}
