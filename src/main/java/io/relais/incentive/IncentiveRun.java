package io.relais.incentive;

import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.subscription.AssociationChange;
import io.relais.subscription.Charge;
import io.relais.subscription.Charges;
import jakarta.annotation.PreDestroy;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Computes the credit of a month that is over. It compares what was earned with the lines that are there and adds what is missing, so it
 * may run as often as anybody likes, on several nodes at once, and go on where it broke off: batches hold the month one after the other,
 * each in a transaction of its own. When all subscriptions were seen the month is closed; what a later run finds otherwise is a line of
 * the next open statement.
 *
 * <p>A month keeps the version of the table of rates it was first computed with: who edits the table changes what will be earned, never
 * what was.
 */
@Service
public class IncentiveRun {

    private static final Logger LOG = LoggerFactory.getLogger(IncentiveRun.class);

    private static final int BATCH = 500;
    /** How far back the daily run looks for months that something was booked into afterwards. */
    private static final int MONTHS_BACK = 12;
    /** So long before a run began something may have been booked that was only committed after the run had passed by. */
    private static final Duration UNSEEN = Duration.ofHours(1);

    private final IncentiveMonths months;
    private final IncentiveRatesProcess rates;
    private final Charges charges;
    private final Countries countries;
    private final JdbcClient database;
    private final NamedParameterJdbcTemplate batches;
    private final EntityManager entities;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(new CustomizableThreadFactory("incentives-"));

    IncentiveRun(
            IncentiveMonths months,
            IncentiveRatesProcess rates,
            Charges charges,
            Countries countries,
            JdbcClient database,
            NamedParameterJdbcTemplate batches,
            EntityManager entities,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.months = months;
        this.rates = rates;
        this.charges = charges;
        this.countries = countries;
        this.database = database;
        this.batches = batches;
        this.entities = entities;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }

    /**
     * Computes what is to be computed now: the last month and every open one since the first of the year that there is anything of, also
     * if that is only a correction; older ones that were opened; months of which a run broke off, and months that something was booked
     * into later. One that cannot be computed holds up no other.
     */
    public void runDue() {
        RuntimeException failure = null;
        YearMonth last = months.current().minusMonths(1);
        YearMonth back = last.minusMonths(MONTHS_BACK - 1L);
        boolean begun = false;
        for (YearMonth month = months.oldestOpen().filter(back::isAfter).orElse(back);
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            IncentiveMonth known = months.find(month).orElse(null);
            boolean expected = month.equals(last) || begun;
            if (known == null ? expected : !known.closed() || known.brokenOff() || outdated(known)) {
                try {
                    run(month, AuditTrail.SYSTEM);
                } catch (RuntimeException told) {
                    failure = told;
                }
            }
            begun |= known != null && !month.isBefore(back);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private boolean outdated(IncentiveMonth known) {
        YearMonth month = known.month();
        return known.run() != null
                && charges.changedSince(known.run().startedAt().minus(UNSEEN), month.atDay(1), end(month));
    }

    /** Computes a month in the background. */
    public void start(YearMonth month, String by) {
        IncentiveMonths.Running running = begin(month, by);
        worker.execute(() -> {
            try {
                compute(running);
            } catch (RuntimeException told) {
                LOG.debug("The run of {} ended early", month, told);
            }
        });
    }

    /** Computes a month before it returns. Not to be called in a transaction. */
    public void run(YearMonth month, String by) {
        compute(begin(month, by));
    }

    private IncentiveMonths.Running begin(YearMonth month, String by) {
        requireOver(month);
        months.ensure(month);
        return months.begin(month, rates.latestVersion(), by, charges.countBilled(month.atDay(1), end(month)));
    }

    private void requireOver(YearMonth month) {
        if (!month.isBefore(months.current())) {
            throw new IllegalArgumentException(month + " is not over yet");
        }
    }

    private void compute(IncentiveMonths.Running run) {
        YearMonth month = run.month();
        try {
            Batch batch = new Batch(run);
            while (batch.more) {
                transaction.executeWithoutResult(status -> batch.next());
            }
            months.close(month);
            months.end(run, false);
            if (batch.added > 0) {
                LOG.info("Incentives of {}: {} subscriptions, {} new lines", month, batch.done, batch.added);
            }
        } catch (RuntimeException e) {
            LOG.error("Incentives of {} were not computed to the end; the next run goes on", month, e);
            months.end(run, true);
            throw e;
        }
    }

    /** The rates and regions met so far, and the place where the next batch begins. */
    private final class Batch {

        private final IncentiveMonths.Running run;
        private final YearMonth month;
        private final int version;
        private final Map<List<Object>, BigDecimal> known = new HashMap<>();
        private UUID after = new UUID(0, 0);
        private boolean more = true;
        private long done;
        private long added;

        Batch(IncentiveMonths.Running run) {
            this.run = run;
            this.month = run.month();
            this.version = run.tableVersion();
        }

        void next() {
            boolean closed = months.hold(month);
            LocalDate from = month.atDay(1);
            List<UUID> ids = charges.subscriptionsBilled(from, end(month), after, BATCH);
            more = ids.size() == BATCH;
            if (ids.isEmpty()) {
                return;
            }
            after = ids.get(ids.size() - 1);
            Map<UUID, List<Charge>> billed = charges.of(ids, from, end(month)).stream()
                    .collect(Collectors.groupingBy(Charge::getSubscriptionId));
            Map<UUID, List<AssociationChange>> onRecord =
                    charges.onRecord(ids).stream().collect(Collectors.groupingBy(AssociationChange::getSubscriptionId));
            Map<UUID, Map<Earning.Key, Total>> there = there(ids);
            Map<UUID, Integer> numbers = numbers(ids);
            List<Line> lines = new ArrayList<>();
            for (UUID id : ids) {
                List<Earning> earned = Earning.of(month, billed.get(id), onRecord.getOrDefault(id, List.of()));
                lines.addAll(missing(id, earned, there.getOrDefault(id, Map.of())));
            }
            if (!lines.isEmpty()) {
                YearMonth statement = closed ? months.holdOpen(month.plusMonths(1)) : month;
                insert(lines, statement, closed ? Entry.Kind.RECOMPUTED : Entry.Kind.EARNED, numbers);
            }
            entities.clear();
            done += ids.size();
            added += lines.size();
            months.seen(run, done);
        }

        private BigDecimal rate(Earning.Key key) {
            String region = countries.find(key.market()).map(Country::region).orElse("");
            return known.computeIfAbsent(
                    List.of(key.category(), key.term(), key.sale(), region),
                    none -> rates.rate(version, key.category(), key.term(), key.sale(), region));
        }

        /** What is earned and not yet there; negative where too much is there. */
        private List<Line> missing(UUID subscription, List<Earning> earned, Map<Earning.Key, Total> there) {
            Map<Earning.Key, Total> left = new LinkedHashMap<>(there);
            List<Line> lines = new ArrayList<>();
            for (Earning one : earned) {
                BigDecimal rate = rate(one.key());
                BigDecimal credit =
                        Earning.credit(one.revenue(), rate, one.key().currency());
                Total before = left.remove(one.key());
                BigDecimal revenue =
                        before == null ? one.revenue() : one.revenue().subtract(before.revenue());
                BigDecimal amount = before == null ? credit : credit.subtract(before.amount());
                if (revenue.signum() != 0 || amount.signum() != 0) {
                    lines.add(new Line(subscription, one, revenue, rate, amount));
                }
            }
            left.forEach((key, before) -> {
                if (before.revenue().signum() != 0 || before.amount().signum() != 0) {
                    Earning nothing = new Earning(key, null, month.atDay(1), month.atEndOfMonth(), 0, BigDecimal.ZERO);
                    lines.add(new Line(
                            subscription,
                            nothing,
                            before.revenue().negate(),
                            rate(key),
                            before.amount().negate()));
                }
            });
            return lines;
        }

        private Map<UUID, Map<Earning.Key, Total>> there(Collection<UUID> ids) {
            Map<UUID, Map<Earning.Key, Total>> there = new HashMap<>();
            database.sql(
                            """
                            select subscription_id, reseller_id, category, term_duration, sale, market, currency,
                                   count(*) as entries, sum(revenue) as revenue, sum(amount) as amount
                            from incentive_entry where subscription_id in (:ids) and earned_month = :month
                            group by subscription_id, reseller_id, category, term_duration, sale, market, currency
                            """)
                    .param("ids", ids)
                    .param("month", month.toString())
                    .query(row -> {
                        Earning.Key key = new Earning.Key(
                                row.getObject("reseller_id", UUID.class),
                                row.getString("category"),
                                row.getString("term_duration"),
                                Sale.valueOf(row.getString("sale")),
                                row.getString("market"),
                                row.getString("currency"));
                        there.computeIfAbsent(
                                        row.getObject("subscription_id", UUID.class), none -> new LinkedHashMap<>())
                                .put(
                                        key,
                                        new Total(
                                                key.currency(),
                                                row.getLong("entries"),
                                                row.getBigDecimal("revenue"),
                                                row.getBigDecimal("amount")));
                    });
            return there;
        }

        private Map<UUID, Integer> numbers(Collection<UUID> ids) {
            Map<UUID, Integer> numbers = new HashMap<>();
            database.sql(
                            """
                            select subscription_id, max(number) as number from incentive_entry
                            where subscription_id in (:ids) and earned_month = :month group by subscription_id
                            """)
                    .param("ids", ids)
                    .param("month", month.toString())
                    .query(row -> {
                        numbers.put(row.getObject("subscription_id", UUID.class), row.getInt("number"));
                    });
            return numbers;
        }

        private void insert(List<Line> lines, YearMonth statement, Entry.Kind kind, Map<UUID, Integer> numbers) {
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            batches.batchUpdate(
                    """
                    insert into incentive_entry (id, statement_month, earned_month, kind, reseller_id, subscription_id, number,
                        customer_id, customer_name, title, category, term_duration, sale, market, from_day, until_day, licenses,
                        currency, revenue, rate, table_version, amount, entered_by, entered_at)
                    select :id, :statement, :earned, :kind, cast(:reseller as uuid), s.id, :number, s.customer_id,
                           c.company_name, coalesce(cast(:title as varchar(300)), s.title), :category, :term, :sale, :market,
                           cast(:from as date), cast(:until as date), :licenses, :currency, :revenue, :rate, :version, :amount,
                           :by, cast(:now as timestamp with time zone)
                    from subscription s join customer c on c.id = s.customer_id where s.id = :subscription
                    """,
                    lines.stream()
                            .map(line -> values(line)
                                    .addValue("statement", statement.toString())
                                    .addValue("kind", kind.name())
                                    .addValue("number", numbers.merge(line.subscription, 1, Integer::sum))
                                    .addValue("by", AuditTrail.SYSTEM)
                                    .addValue("now", now))
                            .toArray(MapSqlParameterSource[]::new));
        }

        private MapSqlParameterSource values(Line line) {
            Earning.Key key = line.earning.key();
            return new MapSqlParameterSource()
                    .addValue("id", UUID.randomUUID())
                    .addValue("earned", month.toString())
                    .addValue(
                            "reseller",
                            key.reseller() == null ? null : key.reseller().toString())
                    .addValue("subscription", line.subscription)
                    .addValue("title", line.earning.title())
                    .addValue("category", key.category())
                    .addValue("term", key.term())
                    .addValue("sale", key.sale().name())
                    .addValue("market", key.market())
                    .addValue("from", line.earning.from())
                    .addValue("until", line.earning.until())
                    .addValue("licenses", line.earning.licenses())
                    .addValue("currency", key.currency())
                    .addValue("revenue", line.revenue)
                    .addValue("rate", line.rate)
                    .addValue("version", version)
                    .addValue("amount", line.amount);
        }
    }

    private record Line(UUID subscription, Earning earning, BigDecimal revenue, BigDecimal rate, BigDecimal amount) {}

    private static LocalDate end(YearMonth month) {
        return month.plusMonths(1).atDay(1);
    }
}
