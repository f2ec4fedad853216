package io.relais.subscription;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Books the running term of the subscriptions that were there before {@code subscription_charge}, batch by batch of their licenses. Earlier
 * terms, and what was cancelled before its term was over, are not known any more and stay out. On record is who was when a batch was
 * added. In Java, since SQL has no common word for the days between two times.
 */
@Component
class ChargeMigration implements JavaMigration {

    private static final int BATCH = 1000;

    @Override
    public void migrate(Context context) {
        fill(new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true)));
    }

    static void fill(JdbcTemplate database) {
        OffsetDateTime now = OffsetDateTime.now(Clock.systemUTC());
        List<Object[]> rows = new ArrayList<>();
        UUID after = new UUID(0, 0);
        List<UUID> ids;
        do {
            ids = database.queryForList(
                    "select id from subscription where id > ? order by id fetch first " + BATCH + " rows only",
                    UUID.class,
                    after);
            if (ids.isEmpty()) {
                break;
            }
            UUID last = ids.get(ids.size() - 1);
            database.query(
                    """
                    select s.*, b.licenses as batch_licenses, b.added_at, b.position, c.country, o.category,
                      case when exists (
                          select 1 from subscription_association a
                          where a.subscription_id = s.id and a.association = 'ON_RECORD' and a.changed_at > b.added_at)
                        then (
                          select a.from_id from subscription_association a
                          where a.subscription_id = s.id and a.association = 'ON_RECORD' and a.changed_at > b.added_at
                          order by a.changed_at, a.id fetch first 1 row only)
                        else s.reseller_on_record_id end as on_record_id
                    from subscription s
                    join subscription_batch b on b.subscription_id = s.id
                    join customer c on c.id = s.customer_id
                    left join offer o on o.id = s.offer_id
                    where s.id > ? and s.id <= ? and s.unit_price > 0
                      and not (s.state = 'DELETED' and s.state_since = s.term_ends_at)
                    """,
                    (RowCallbackHandler) row -> {
                        Instant begun = row.getObject("term_started_at", OffsetDateTime.class)
                                .toInstant();
                        Instant end = row.getObject("term_ends_at", OffsetDateTime.class)
                                .toInstant();
                        Instant added =
                                row.getObject("added_at", OffsetDateTime.class).toInstant();
                        boolean renewal = begun.isAfter(row.getObject("term_anchor", OffsetDateTime.class)
                                .toInstant());
                        boolean first = !added.isAfter(begun);
                        LocalDate until = LocalDate.ofInstant(end, ZoneOffset.UTC);
                        long left = Math.max(0, Duration.between(added, end).toDays());
                        UUID subscription = row.getObject("id", UUID.class);
                        rows.add(new Object[] {
                            UUID.nameUUIDFromBytes(ByteBuffer.allocate(20)
                                    .putLong(subscription.getMostSignificantBits())
                                    .putLong(subscription.getLeastSignificantBits())
                                    .putInt(row.getInt("position"))
                                    .array()),
                            subscription,
                            (first ? renewal ? Charge.Kind.RENEWAL : Charge.Kind.START : Charge.Kind.ADDITION).name(),
                            added.atOffset(ZoneOffset.UTC),
                            now,
                            until.minusDays(left),
                            until,
                            row.getInt("batch_licenses"),
                            row.getBigDecimal("unit_price"),
                            Math.max(1, Duration.between(begun, end).toDays()),
                            row.getString("currency"),
                            row.getObject("offer_id", UUID.class),
                            row.getString("title"),
                            row.getString("category") == null ? "" : row.getString("category"),
                            row.getString("term_duration"),
                            renewal,
                            row.getString("country"),
                            row.getObject("on_record_id", UUID.class)
                        });
                    },
                    after,
                    last);
            database.batchUpdate(
                    "insert into subscription_charge (id, subscription_id, kind, happened_at, booked_at, from_day, until_day,"
                            + " licenses, unit_price, term_days, currency, offer_id, title, category, term_duration, renewal,"
                            + " market, on_record_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows);
            rows.clear();
            after = last;
        } while (ids.size() == BATCH);
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("16.1");
    }

    @Override
    public String getDescription() {
        return "charges of subscriptions";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
