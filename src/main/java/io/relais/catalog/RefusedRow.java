package io.relais.catalog;

import java.util.List;

/**
 * A row of a price list that was left out.
 *
 * @param line where the row begins in the file, counting from 1
 * @param reason a message key
 * @param arguments of that message
 */
public record RefusedRow(long line, String reason, List<String> arguments) {}
