package io.relais.catalog;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps files in the database, compressed and in pieces, so that neither writing nor reading one takes more memory than a piece. */
class PriceListPieces {

    private static final int PIECE = 256 * 1024;

    private final JdbcClient database;

    PriceListPieces(JdbcClient database) {
        this.database = database;
    }

    /** @return how long the file is */
    long write(UUID id, InputStream file) throws IOException {
        try (OutputStream compressed = new GZIPOutputStream(new Pieces(id), 8192)) {
            return file.transferTo(compressed);
        }
    }

    /**
     * The file as text.
     *
     * @param read is told how many bytes were read
     * @throws PriceListUnreadableException if it is no text
     */
    Reader read(UUID id, LongConsumer read) {
        try {
            return PriceListFile.text(
                    new Counting(new GZIPInputStream(new SequenceInputStream(pieces(id)), 8192), read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(UUID id) {
        database.sql("delete from price_list_piece where price_list_id = :id")
                .param("id", id)
                .update();
    }

    private Enumeration<InputStream> pieces(UUID id) {
        int count = database.sql("select count(*) from price_list_piece where price_list_id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
        return new Enumeration<>() {
            private int next;

            @Override
            public boolean hasMoreElements() {
                return next < count;
            }

            @Override
            public InputStream nextElement() {
                return new ByteArrayInputStream(database.sql(
                                "select content from price_list_piece where price_list_id = :id and number = :number")
                        .param("id", id)
                        .param("number", next++)
                        .query(byte[].class)
                        .single());
            }
        };
    }

    /** Writes a row whenever a piece is full. */
    private final class Pieces extends OutputStream {

        private final UUID id;
        private final byte[] piece = new byte[PIECE];
        private int filled;
        private int number;

        private Pieces(UUID id) {
            this.id = id;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int done = 0;
            while (done < length) {
                int some = Math.min(length - done, PIECE - filled);
                System.arraycopy(bytes, offset + done, piece, filled, some);
                filled += some;
                done += some;
                if (filled == PIECE) {
                    store();
                }
            }
        }

        @Override
        public void close() {
            store();
        }

        private void store() {
            if (filled == 0) {
                return;
            }
            database.sql(
                            "insert into price_list_piece (price_list_id, number, content) values (:id, :number, :content)")
                    .param("id", id)
                    .param("number", number++)
                    .param("content", Arrays.copyOf(piece, filled))
                    .update();
            filled = 0;
        }
    }

    private static final class Counting extends FilterInputStream {

        private final LongConsumer read;

        private Counting(InputStream in, LongConsumer read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (next >= 0) {
                read.accept(1);
            }
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                read.accept(count);
            }
            return count;
        }
    }
}
