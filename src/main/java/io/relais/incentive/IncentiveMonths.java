package io.relais.incentive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The months and their locks: whoever adds lines to a statement holds its month. */
@Component
class IncentiveMonths {

    /** A run of which nothing was heard for so long is taken for dead; starting another one does no harm if it is not. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final JdbcClient database;
    private final Clock clock;
    private final JdbcOperations connections;

    IncentiveMonths(JdbcClient database, Clock clock, JdbcOperations connections) {
        this.database = database;
        this.clock = clock;
        this.connections = connections;
    }

    /** The month that is not over yet, UTC. */
    YearMonth current() {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    }

    /** Makes sure that there is a row to hold; if somebody else makes it at the same time, only the insertion is taken back. */
    @Transactional
    public void ensure(YearMonth month) {
        if (find(month).isEmpty()) {
            connections.execute((Connection connection) -> {
                Savepoint before = connection.setSavepoint();
                try {
                    return database.sql("insert into incentive_month (statement_month) values (:month)")
                            .param("month", month.toString())
                            .update();
                } catch (DuplicateKeyException somebodyElseDid) {
                    connection.rollback(before);
                    return 0;
                }
            });
        }
    }

    /** Holds the month until the caller's transaction ends. @return whether it is closed */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean hold(YearMonth month) {
        return database.sql("select closed_at from incentive_month where statement_month = :month for update")
                .param("month", month.toString())
                .query((row, number) -> Optional.ofNullable(row.getObject(1)))
                .single()
                .isPresent();
    }

    /** Holds this month if it is open, else the next one that is. */
    @Transactional(propagation = Propagation.MANDATORY)
    YearMonth holdOpen(YearMonth from) {
        YearMonth month = from;
        ensure(month);
        while (hold(month)) {
            month = month.plusMonths(1);
            ensure(month);
        }
        return month;
    }

    /**
     * A run that goes on. What it tells counts only as long as no other one began after it.
     *
     * @param tableVersion the version of the table of rates it goes by
     */
    record Running(YearMonth month, int tableVersion, OffsetDateTime startedAt) {}

    /** A run begins. */
    @Transactional
    public Running begin(YearMonth month, int latestVersion, String by, long total) {
        hold(month);
        OffsetDateTime now = clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        database.sql(
                        """
                        update incentive_month set table_version = coalesce(table_version, :version), run_by = :by,
                            run_started_at = :now, run_seen_at = :now, run_ended_at = null, run_failed = false,
                            run_done = 0, run_total = :total
                        where statement_month = :month
                        """)
                .param("version", latestVersion)
                .param("by", by)
                .param("now", now)
                .param("total", total)
                .param("month", month.toString())
                .update();
        int version = database.sql("select table_version from incentive_month where statement_month = :month")
                .param("month", month.toString())
                .query(Integer.class)
                .single();
        return new Running(month, version, now);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void seen(Running run, long done) {
        database.sql("update incentive_month set run_done = :done, run_seen_at = :now"
                        + " where statement_month = :month and run_started_at = :started")
                .param("done", done)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("month", run.month().toString())
                .param("started", run.startedAt())
                .update();
    }

    @Transactional
    public void end(Running run, boolean failed) {
        database.sql("update incentive_month set run_ended_at = :now, run_failed = :failed"
                        + " where statement_month = :month and run_started_at = :started")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("failed", failed)
                .param("month", run.month().toString())
                .param("started", run.startedAt())
                .update();
    }

    /** Writes the statements' totals and lets nothing more into them; a month is closed once. */
    @Transactional
    public void close(YearMonth month) {
        if (hold(month)) {
            return;
        }
        database.sql(
                        """
                        insert into incentive_statement (statement_month, reseller_id, currency, lines, revenue, amount)
                        select statement_month, reseller_id, currency, count(*), sum(revenue), sum(amount)
                        from incentive_entry where statement_month = :month and reseller_id is not null
                        group by statement_month, reseller_id, currency
                        """)
                .param("month", month.toString())
                .update();
        database.sql("update incentive_month set closed_at = :now where statement_month = :month")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("month", month.toString())
                .update();
    }

    Optional<IncentiveMonth> find(YearMonth month) {
        return database.sql("select * from incentive_month where statement_month = :month")
                .param("month", month.toString())
                .query(this::month)
                .optional();
    }

    /** The oldest month that something was entered into and that was not computed to its end. */
    Optional<YearMonth> oldestOpen() {
        return database.sql("select min(statement_month) from incentive_month where closed_at is null")
                .query((row, number) -> Optional.ofNullable(row.getString(1)).map(YearMonth::parse))
                .single();
    }

    /** Newest first, without totals. */
    List<IncentiveMonth> latest(int atMost) {
        return database.sql("select * from incentive_month order by statement_month desc fetch first :most rows only")
                .param("most", atMost)
                .query(this::month)
                .list();
    }

    private IncentiveMonth month(ResultSet row, int number) throws SQLException {
        Instant started = instant(row, "run_started_at");
        Instant ended = instant(row, "run_ended_at");
        Instant seen = instant(row, "run_seen_at");
        return new IncentiveMonth(
                YearMonth.parse(row.getString("statement_month")),
                instant(row, "closed_at"),
                row.getObject("table_version", Integer.class),
                started == null
                        ? null
                        : new IncentiveMonth.Run(
                                row.getString("run_by"),
                                started,
                                ended,
                                ended == null && seen.plus(SILENCE).isBefore(clock.instant()),
                                row.getBoolean("run_failed"),
                                row.getLong("run_done"),
                                row.getLong("run_total")),
                0,
                List.of());
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
