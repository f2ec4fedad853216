package io.relais.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A list as a CSV download, written row by row. A spreadsheet takes a cell that begins like a formula for one, so such a cell gets an
 * apostrophe in front; and it takes the text for UTF-8 because of the mark at its beginning.
 */
public final class Csv implements AutoCloseable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String BEGINNINGS_OF_FORMULAS = "=+-@\t\r\n＝＋－＠";

    private final CSVPrinter printer;

    private Csv(Writer writer, String... header) throws IOException {
        writer.write(BYTE_ORDER_MARK);
        this.printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        printer.printRecord((Object[]) header);
    }

    /** Begins a download of this name. */
    public static Csv download(HttpServletResponse response, String name, String... header) throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        return new Csv(response.getWriter(), header);
    }

    public void row(Object... cells) {
        try {
            for (Object cell : cells) {
                printer.print(cell instanceof Number ? cell : harmless(cell));
            }
            printer.println();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String harmless(Object cell) {
        String text = cell == null ? "" : cell.toString();
        return !text.isEmpty() && BEGINNINGS_OF_FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    @Override
    public void close() throws IOException {
        printer.flush();
    }
}
