package io.relais.catalog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells a file that may be a price list from one that is something else altogether, before it is taken for text. */
final class PriceListFile {

    private static final int LOOK_AT = 1024;

    /** How files begin that are mistaken for CSV: zip (and so .xlsx and .ods), old Excel, gzip, PDF. */
    private static final List<String> BEGINNINGS =
            List.of("PK\u0003\u0004", "PK\u0005\u0006", "\u00d0\u00cf\u0011\u00e0", "\u001f\u008b", "%PDF");

    private PriceListFile() {}

    /**
     * The text of a file in UTF-8; what is not UTF-8 fails when it is come to.
     *
     * @throws PriceListUnreadableException if the file is no text
     */
    static Reader text(InputStream file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(file);
        bytes.mark(LOOK_AT);
        String start = new String(bytes.readNBytes(LOOK_AT), StandardCharsets.ISO_8859_1);
        bytes.reset();
        if (start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff")) {
            throw new PriceListUnreadableException("catalog.file.encoding");
        }
        if (start.indexOf('\0') >= 0 || BEGINNINGS.stream().anyMatch(start::startsWith)) {
            throw new PriceListUnreadableException("catalog.file.binary");
        }
        return new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }
}
