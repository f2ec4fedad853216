package io.relais.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.core.io.InputStreamSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/**
 * Files that come with what is written in a support request. They lie in the database in pieces. A file is taken for what its first bytes
 * say, and its name has to say the same; none is ever shown by a browser, only saved.
 */
@Component
public class Attachments {

    public static final int MOST = 5;
    public static final int MAX_BYTES = 5 * 1024 * 1024;
    static final int MAX_NAME = 100;

    private static final int PIECE = 256 * 1024;

    private static final Map<String, Predicate<byte[]>> KINDS = Map.of(
            "png", beginsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'),
            "jpg", beginsWith(0xFF, 0xD8, 0xFF),
            "jpeg", beginsWith(0xFF, 0xD8, 0xFF),
            "gif", beginsWith('G', 'I', 'F', '8'),
            "pdf", beginsWith('%', 'P', 'D', 'F', '-'),
            "txt", Attachments::text,
            "log", Attachments::text,
            "csv", Attachments::text);

    /** What was sent: a name as its sender gave it, how many bytes, and where they are read from when they are needed. */
    public record Sent(String name, long bytes, InputStreamSource source) {

        private byte[] content() {
            try (InputStream in = source.getInputStream()) {
                return in.readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    private final JdbcClient database;

    Attachments(JdbcClient database) {
        this.database = database;
    }

    /** Says at the field {@code files} what is wrong with files that were sent; only what could be right is read. */
    static void check(List<Sent> files, Errors errors) {
        if (files.size() > MOST) {
            errors.rejectValue("files", "support.files.tooMany", new Object[] {MOST}, null);
            return;
        }
        for (Sent file : files) {
            String name = safe(file.name());
            Predicate<byte[]> kind = KINDS.get(extension(name));
            if (file.bytes() == 0) {
                errors.rejectValue("files", "support.files.empty", new Object[] {name}, null);
            } else if (file.bytes() > MAX_BYTES) {
                errors.rejectValue("files", "support.files.tooLarge", new Object[] {name, MAX_BYTES >> 20}, null);
            } else if (kind == null || !kind.test(file.content())) {
                errors.rejectValue("files", "support.files.kind", new Object[] {name}, null);
            }
        }
    }

    /** Keeps files that were {@link #check checked}, in the caller's transaction, whose rows are written already. */
    void keep(UUID request, UUID entry, List<Sent> files) {
        for (Sent file : files) {
            UUID id = UUID.randomUUID();
            byte[] content = file.content();
            database.sql("insert into support_attachment (id, request_id, entry_id, name, bytes)"
                            + " values (:id, :request, :entry, :name, :bytes)")
                    .param("id", id)
                    .param("request", request)
                    .param("entry", entry)
                    .param("name", safe(file.name()))
                    .param("bytes", (long) content.length)
                    .update();
            for (int number = 0; number * PIECE < content.length; number++) {
                int from = number * PIECE;
                database.sql("insert into support_attachment_piece (attachment_id, number, content)"
                                + " values (:id, :number, :content)")
                        .param("id", id)
                        .param("number", number)
                        .param("content", Arrays.copyOfRange(content, from, Math.min(from + PIECE, content.length)))
                        .update();
            }
        }
    }

    /** The files of a request by the entries they came with. */
    Map<UUID, List<SupportView.File>> of(UUID request) {
        return database
                .sql(
                        "select id, entry_id, name, bytes from support_attachment where request_id = :request order by name, id")
                .param("request", request)
                .query((row, number) -> Map.entry(
                        row.getObject("entry_id", UUID.class),
                        new SupportView.File(
                                row.getObject("id", UUID.class), row.getString("name"), row.getLong("bytes"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** The entry that a file of this request came with. */
    Optional<UUID> entryOf(UUID request, UUID attachment) {
        return database.sql("select entry_id from support_attachment where id = :id and request_id = :request")
                .param("id", attachment)
                .param("request", request)
                .query(UUID.class)
                .optional();
    }

    void write(UUID attachment, OutputStream out) {
        for (int number = 0; ; number++) {
            Optional<byte[]> piece = database.sql(
                            "select content from support_attachment_piece where attachment_id = :id and number = :number")
                    .param("id", attachment)
                    .param("number", number)
                    .query(byte[].class)
                    .optional();
            if (piece.isEmpty()) {
                return;
            }
            try {
                out.write(piece.get());
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    /** The last part of a path, without anything that a file system or a header could take for more than a name. */
    static String safe(String name) {
        String last = name == null ? "" : name.replaceAll(".*[/\\\\]", "");
        String plain =
                last.replaceAll("[\\p{Cntrl}\\p{Cf}\"<>:|?*;]", "").strip().replaceFirst("^\\.+", "");
        if (plain.isEmpty()) {
            return "file";
        }
        int excess = plain.length() - MAX_NAME;
        if (excess <= 0) {
            return plain;
        }
        String end = "." + extension(plain);
        return end.length() > 10 ? plain.substring(0, MAX_NAME) : plain.substring(0, MAX_NAME - end.length()) + end;
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static Predicate<byte[]> beginsWith(int... first) {
        return content -> {
            if (content.length < first.length) {
                return false;
            }
            for (int i = 0; i < first.length; i++) {
                if ((content[i] & 0xFF) != first[i]) {
                    return false;
                }
            }
            return true;
        };
    }

    /** UTF-8 without control characters, and no markup. */
    private static boolean text(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.chars().noneMatch(one -> one < ' ' && "\t\r\n\f".indexOf(one) < 0)
                    && !text.replaceFirst("^\uFEFF?\\s*", "").startsWith("<");
        } catch (CharacterCodingException notText) {
            return false;
        }
    }
}
