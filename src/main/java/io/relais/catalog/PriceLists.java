package io.relais.catalog;

import io.relais.audit.AuditTrail;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Price lists that people send: each is kept in the database, checked by a dry run, and imported when the person has seen what it does.
 *
 * <p>A file belongs to whoever sent it; an imported one may be looked at by all who may import. Check and import run in a thread of their
 * own, one at a time on all nodes, and in one transaction each: what is cut off has done nothing. How far the work is stands in the
 * database, so the page may be asked for on any node.
 */
@Service
public class PriceLists {

    private static final Logger LOG = LoggerFactory.getLogger(PriceLists.class);

    /** How many findings of each kind are kept to be looked at; refused rows are all kept. */
    public static final int MAX_FINDINGS = 1000;

    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final long PROGRESS_EVERY = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int BATCH = 500;

    private static final String SELECT =
            """
            select l.*, t.version as version_now from price_list l cross join price_list_turn t
            """;

    private final JdbcClient database;
    private final NamedParameterJdbcTemplate batches;
    private final PriceListImport imports;
    private final PriceListPieces pieces;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final TransactionTemplate aside;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(new CustomizableThreadFactory("price-lists-"));

    PriceLists(
            JdbcClient database,
            NamedParameterJdbcTemplate batches,
            PriceListImport imports,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.database = database;
        this.batches = batches;
        this.imports = imports;
        this.pieces = new PriceListPieces(database);
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.aside = new TransactionTemplate(transactions);
        aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Keeps a file and begins to check it. It is read once and never as a whole in memory.
     *
     * @param complete whether the offers end that it does not have
     */
    public UUID send(String fileName, InputStream file, boolean complete) throws IOException {
        UUID id = UUID.randomUUID();
        try {
            transaction.executeWithoutResult(status -> {
                database.sql(
                                """
                                insert into price_list (id, file_name, bytes, complete, sent_by, sent_at, expires_at, state, state_at,
                                    bytes_read, added, changed, ended, unchanged, refused)
                                values (:id, :name, 0, :complete, :by, :now, :expires, 'SENT', :now, 0, 0, 0, 0, 0, 0)
                                """)
                        .param("id", id)
                        .param("name", shown(fileName))
                        .param("complete", complete)
                        .param("by", AuditTrail.actor())
                        .param("now", now())
                        .param("expires", now().plus(KEPT))
                        .update();
                try {
                    long bytes = pieces.write(id, file);
                    database.sql("update price_list set bytes = :bytes where id = :id")
                            .param("bytes", bytes)
                            .param("id", id)
                            .update();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        try {
            check(id, complete);
        } catch (PriceListBusyException e) {
            tell(id, PriceList.State.SENT, "catalog.import.busy", List.of());
        }
        return id;
    }

    /**
     * Begins to check a list once more: a dry run. Does nothing if it is not the person's own or work on it goes on.
     *
     * @throws PriceListBusyException if another list is being worked on
     */
    public void check(UUID id, boolean complete) {
        askWhetherFree();
        boolean mine = database.sql(
                                """
                                update price_list set state = 'CHECKING', state_at = :now, bytes_read = 0, complete = :complete, problem = null,
                                    arguments = null
                                where id = :id and sent_by = :by and state in ('SENT', 'CHECKED', 'INTERRUPTED', 'FAILED')
                                """)
                        .param("id", id)
                        .param("now", now())
                        .param("complete", complete)
                        .param("by", AuditTrail.actor())
                        .update()
                > 0;
        if (mine) {
            work(() -> dryRun(id));
        }
    }

    /**
     * Begins to import a list that was checked. If the catalog has changed meanwhile nothing is imported, and the list says that it is
     * outdated. Does nothing if it is not the person's own or was not checked.
     *
     * @throws PriceListBusyException if another list is being worked on
     */
    public void takeOver(UUID id) {
        askWhetherFree();
        boolean mine = database.sql(
                                """
                                update price_list set state = 'IMPORTING', state_at = :now, bytes_read = 0
                                where id = :id and sent_by = :by and state = 'CHECKED'
                                """)
                        .param("id", id)
                        .param("now", now())
                        .param("by", AuditTrail.actor())
                        .update()
                > 0;
        if (mine) {
            work(() -> reallyImport(id));
        }
    }

    /** Deletes a list that was not imported and is not being worked on; only one's own. */
    @Transactional
    public void discard(UUID id) {
        boolean mine = find(id).filter(list -> !list.running() && list.state() != PriceList.State.IMPORTED)
                .isPresent();
        if (mine) {
            delete(Set.of(id));
        }
    }

    /** A list of one's own, or one that was imported. */
    @Transactional
    public Optional<PriceList> find(UUID id) {
        Optional<PriceList> found = read(id);
        if (found.filter(list ->
                        list.running() && list.since().isBefore(clock.instant().minus(SILENCE)))
                .isPresent()) {
            noticeThatWorkWasCutOff(id);
            found = read(id);
        }
        return found;
    }

    private Optional<PriceList> read(UUID id) {
        return database.sql(SELECT + " where l.id = :id and (l.sent_by = :by or l.state = 'IMPORTED')")
                .param("id", id)
                .param("by", AuditTrail.actor())
                .query(PriceLists::list)
                .optional();
    }

    /** The latest lists: one's own, and those that were imported. */
    @Transactional(readOnly = true)
    public List<PriceList> latest(int atMost) {
        return database.sql(
                        SELECT
                                + " where l.sent_by = :by or l.state = 'IMPORTED' order by l.sent_at desc fetch first :atMost rows only")
                .param("by", AuditTrail.actor())
                .param("atMost", atMost)
                .query(PriceLists::list)
                .list();
    }

    /** What the check of a list found, by line, from behind a place on. */
    @Transactional(readOnly = true)
    public List<PriceListFinding> findings(UUID id, PriceListFinding.Kind kind, long behind, int atMost) {
        return database.sql(
                        """
                        select * from price_list_finding where price_list_id = :id and kind = :kind and place > :behind
                        order by place fetch first :atMost rows only
                        """)
                .param("id", id)
                .param("kind", kind.name())
                .param("behind", behind)
                .param("atMost", atMost)
                .query(PriceLists::finding)
                .list();
    }

    /** All findings of a kind that were kept, a page at a time. */
    public void each(UUID id, PriceListFinding.Kind kind, Consumer<PriceListFinding> receiver) {
        long behind = -1;
        List<PriceListFinding> some;
        do {
            some = findings(id, kind, behind, BATCH);
            some.forEach(receiver);
            behind = some.isEmpty() ? behind : some.get(some.size() - 1).place();
        } while (some.size() == BATCH);
    }

    /** Files that nobody imported within a day are deleted, and what the checks of older lists found. */
    @Scheduled(fixedDelayString = "PT1H")
    void forgetWhatExpired() {
        transaction.executeWithoutResult(status -> {
            database.sql(
                            """
                            delete from price_list_finding where price_list_id in
                                (select id from price_list where expires_at < :now and state = 'IMPORTED')
                            """)
                    .param("now", now())
                    .update();
            List<UUID> expired = database.sql(
                            """
                            select id from price_list
                            where expires_at < :now and state not in ('IMPORTED', 'CHECKING', 'IMPORTING')
                            fetch first 1000 rows only
                            """)
                    .param("now", now())
                    .query(UUID.class)
                    .list();
            if (!expired.isEmpty()) {
                delete(Set.copyOf(expired));
            }
        });
    }

    @PreDestroy
    void stop() throws InterruptedException {
        worker.shutdownNow();
        worker.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void delete(Set<UUID> ids) {
        for (String table : List.of("price_list_finding", "price_list_piece")) {
            database.sql("delete from " + table + " where price_list_id in (:ids)")
                    .param("ids", ids)
                    .update();
        }
        database.sql("delete from price_list where id in (:ids)")
                .param("ids", ids)
                .update();
    }

    private void askWhetherFree() {
        aside.executeWithoutResult(status -> imports.begin());
    }

    /** Whoever works holds the turn; if it is free, nobody does. */
    private void noticeThatWorkWasCutOff(UUID id) {
        try {
            imports.begin();
            database.sql(
                            """
                            update price_list set state = 'INTERRUPTED', state_at = :now
                            where id = :id and state in ('CHECKING', 'IMPORTING') and state_at < :silent
                            """)
                    .param("id", id)
                    .param("now", now())
                    .param("silent", now().minus(SILENCE))
                    .update();
        } catch (PriceListBusyException e) {
            LOG.debug("The work on price list {} goes on", id);
        }
    }

    private void work(Runnable job) {
        worker.execute(new DelegatingSecurityContextRunnable(job));
    }

    private void dryRun(UUID id) {
        attempt(id, PriceList.State.CHECKING, PriceList.State.SENT, list -> {
            aside.executeWithoutResult(
                    status -> database.sql("delete from price_list_finding where price_list_id = :id")
                            .param("id", id)
                            .update());
            Watcher watcher = new Watcher(id, true);
            long[] version = new long[1];
            ImportReport report = transaction.execute(status -> {
                status.setRollbackOnly();
                version[0] = imports.begin();
                return imports.run(id, pieces.read(id, watcher::read), list.complete(), watcher);
            });
            watcher.finish();
            aside.executeWithoutResult(status -> finish(id, PriceList.State.CHECKED, report, version[0]));
        });
    }

    private void reallyImport(UUID id) {
        attempt(id, PriceList.State.IMPORTING, PriceList.State.CHECKED, list -> {
            Watcher watcher = new Watcher(id, false);
            transaction.executeWithoutResult(status -> {
                if (imports.begin() != list.checkedVersion()) {
                    throw new PriceListOutdatedException();
                }
                ImportReport report = imports.run(id, pieces.read(id, watcher::read), list.complete(), watcher);
                finish(id, PriceList.State.IMPORTED, report, list.checkedVersion());
                pieces.delete(id);
            });
        });
    }

    private void finish(UUID id, PriceList.State state, ImportReport report, long version) {
        database.sql(
                        """
                        update price_list set state = :state, state_at = :now, bytes_read = bytes, added = :added, changed = :changed,
                            ended = :ended, unchanged = :unchanged, refused = :refused, catalog_version = :version
                        where id = :id
                        """)
                .param("id", id)
                .param("state", state.name())
                .param("now", now())
                .param("added", report.added())
                .param("changed", report.changed())
                .param("ended", report.ended())
                .param("unchanged", report.unchanged())
                .param("refused", report.refusedRows())
                .param("version", version)
                .update();
    }

    private interface Work {
        void on(Started list) throws IOException;
    }

    private record Started(boolean complete, long checkedVersion) {}

    private void attempt(UUID id, PriceList.State running, PriceList.State back, Work work) {
        try {
            Optional<Started> started = aside.execute(status -> database.sql(
                            "select complete, catalog_version from price_list where id = :id and state = :running")
                    .param("id", id)
                    .param("running", running.name())
                    .query((row, number) -> new Started(row.getBoolean("complete"), row.getLong("catalog_version")))
                    .optional());
            if (started.isPresent()) {
                work.on(started.get());
            }
        } catch (PriceListUnreadableException e) {
            tell(id, PriceList.State.UNREADABLE, e.reason(), e.arguments());
        } catch (PriceListBusyException e) {
            tell(id, back, "catalog.import.busy", List.of());
        } catch (PriceListOutdatedException e) {
            tell(id, back, null, List.of());
        } catch (StoppedException e) {
            tell(id, PriceList.State.INTERRUPTED, null, List.of());
        } catch (IOException | RuntimeException e) {
            LOG.error("Price list {} could not be worked on; nothing of it was taken", id, e);
            tell(id, PriceList.State.FAILED, null, List.of());
        }
    }

    private void tell(UUID id, PriceList.State state, String problem, List<String> arguments) {
        aside.executeWithoutResult(status -> database.sql(
                        """
                        update price_list set state = :state, state_at = :now, problem = :problem, arguments = :arguments where id = :id
                        """)
                .param("id", id)
                .param("state", state.name())
                .param("now", now())
                .param("problem", problem)
                .param("arguments", String.join("\n", arguments))
                .update());
    }

    /** Thrown when the application is being stopped. */
    private static final class StoppedException extends RuntimeException {}

    /** Writes down how far the work is and what was found, in transactions beside the one of the work. */
    private final class Watcher implements PriceListWatcher {

        private final UUID id;
        private final boolean keepsFindings;
        private final List<SqlParameterSource> findings = new ArrayList<>();
        private final Map<PriceListFinding.Kind, Integer> kept = new EnumMap<>(PriceListFinding.Kind.class);
        private long bytesRead;
        private long toldAt = System.nanoTime();

        private Watcher(UUID id, boolean keepsFindings) {
            this.id = id;
            this.keepsFindings = keepsFindings;
        }

        private void read(long bytes) {
            bytesRead += bytes;
        }

        @Override
        public void found(PriceListFinding finding) {
            if (!keepsFindings
                    || finding.kind() != PriceListFinding.Kind.REFUSED
                            && kept.merge(finding.kind(), 1, Integer::sum) > MAX_FINDINGS) {
                return;
            }
            findings.add(new MapSqlParameterSource("id", id)
                    .addValue("kind", finding.kind().name())
                    .addValue("place", finding.place())
                    .addValue("title", finding.title())
                    .addValue("offer", finding.offer())
                    .addValue("market", finding.market())
                    .addValue("reason", finding.reason())
                    .addValue("arguments", String.join("\n", finding.arguments())));
            if (findings.size() >= BATCH) {
                finish();
            }
        }

        private void finish() {
            if (findings.isEmpty()) {
                return;
            }
            aside.executeWithoutResult(status -> batches.batchUpdate(
                    """
                    insert into price_list_finding (price_list_id, kind, place, title, offer, market, reason, arguments)
                    values (:id, :kind, :place, :title, :offer, :market, :reason, :arguments)
                    """,
                    findings.toArray(SqlParameterSource[]::new)));
            findings.clear();
        }

        @Override
        public void further() {
            if (Thread.currentThread().isInterrupted()) {
                throw new StoppedException();
            }
            if (System.nanoTime() - toldAt < PROGRESS_EVERY) {
                return;
            }
            toldAt = System.nanoTime();
            aside.executeWithoutResult(
                    status -> database.sql("update price_list set bytes_read = :read, state_at = :now where id = :id")
                            .param("read", bytesRead)
                            .param("now", now())
                            .param("id", id)
                            .update());
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** The last part of a path, on one line. */
    private static String shown(String fileName) {
        String name = fileName == null
                ? ""
                : fileName.replaceAll(".*[/\\\\]", "")
                        .replaceAll("\\p{Cntrl}", " ")
                        .strip();
        return name.isEmpty() ? "?" : name.length() > 255 ? name.substring(0, 255) : name;
    }

    private static PriceList list(ResultSet row, int number) throws SQLException {
        PriceList.State state = PriceList.State.valueOf(row.getString("state"));
        return new PriceList(
                row.getObject("id", UUID.class),
                row.getString("file_name"),
                row.getLong("bytes"),
                row.getBoolean("complete"),
                row.getString("sent_by"),
                instant(row, "sent_at"),
                instant(row, "expires_at"),
                state,
                instant(row, "state_at"),
                row.getLong("bytes_read"),
                row.getInt("added"),
                row.getInt("changed"),
                row.getInt("ended"),
                row.getInt("unchanged"),
                row.getInt("refused"),
                row.getString("problem"),
                split(row.getString("arguments")),
                state == PriceList.State.CHECKED && row.getLong("catalog_version") != row.getLong("version_now"));
    }

    private static PriceListFinding finding(ResultSet row, int number) throws SQLException {
        return new PriceListFinding(
                PriceListFinding.Kind.valueOf(row.getString("kind")),
                row.getLong("place"),
                row.getString("title"),
                row.getString("offer"),
                row.getString("market"),
                row.getString("reason"),
                split(row.getString("arguments")));
    }

    private static List<String> split(String arguments) {
        return arguments == null || arguments.isEmpty() ? List.of() : Arrays.asList(arguments.split("\n", -1));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
