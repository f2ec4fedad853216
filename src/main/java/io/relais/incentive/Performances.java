package io.relais.incentive;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Adds up how the resellers perform (domain.md F-08). A sale is a paid subscription that begins, grows, is upgraded or converted. */
@Service
public class Performances {

    /** The periods to choose from, in months, the present one included. */
    public static final List<Integer> PERIODS = List.of(3, 6, 12, 24);

    private static final int TOP = 10;
    private static final int MOST_MARKETS = 50;
    private static final int CHURN_MONTHS = 6;
    private static final String SALE = "('START', 'ADDITION', 'UPGRADE', 'CONVERSION')";
    /** A subscription begins to be paid once. */
    private static final String BEGIN = "('START', 'CONVERSION')";
    /** All but renewals, listed so that the index is walked kind by kind. */
    private static final String TRADE = "('START', 'ADDITION', 'UPGRADE', 'CONVERSION', 'REDUCTION', 'CANCELLATION')";
    /** What resellers earned on: the statements of closed months have the sums of their lines. */
    private static final String EARNED = "(select s.reseller_id, s.currency, s.revenue from incentive_statement s"
            + " where s.statement_month between :month and :last"
            + " union all select e.reseller_id, e.currency, e.revenue from incentive_entry e"
            + " where e.statement_month in (:open) and e.reseller_id is not null)";

    private final JdbcClient database;
    private final Clock clock;

    Performances(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The figures of the last months. @param months one of {@link #PERIODS} */
    @Transactional(readOnly = true)
    public Performance of(int months, Performance.Order order) {
        YearMonth until = present();
        YearMonth from = until.minusMonths(months - 1L);
        List<String> open = open(from);
        String currency = mainCurrency(from);
        return new Performance(
                months,
                from,
                until,
                currency,
                counts(from, until),
                top(from, open, order, currency),
                markets(from),
                overTime(from, until));
    }

    private Performance.Counts counts(YearMonth from, YearMonth until) {
        OffsetDateTime begin = begin(from);
        return new Performance.Counts(
                count("select count(*) from reseller where state = 'ACTIVE'", begin),
                count(
                        "select count(*) from reseller where state = 'ACTIVE' and partnership_since >= :from"
                                + " and partnership_since < :until",
                        begin),
                count(
                        """
                        select count(*) from reseller r where r.state = 'ACTIVE' and exists (select 1 from subscription s
                          where s.reseller_on_record_id = r.id and s.state <> 'DELETED')
                        """,
                        begin),
                count(
                        """
                        select count(*) from reseller r where r.state = 'ACTIVE' and exists (select 1 from subscription_charge c
                          where c.on_record_id = r.id and c.happened_at >= :from and c.happened_at < :until and c.licenses > 0 and c.kind in """
                                + " " + SALE + ")",
                        begin),
                count(
                        """
                        select count(*) from reseller r where r.state = 'ACTIVE'
                          and exists (select 1 from subscription_charge c where c.on_record_id = r.id)
                          and not exists (select 1 from subscription_charge c where c.on_record_id = r.id
                            and c.happened_at >= :from and c.happened_at < :until and c.licenses > 0)
                        """,
                        begin(until.minusMonths(CHURN_MONTHS))));
    }

    private long count(String sql, OffsetDateTime from) {
        JdbcClient.StatementSpec query = database.sql(sql);
        return (sql.contains(":until") ? query.param("from", from).param("until", end()) : query)
                .query(Long.class)
                .single();
    }

    private List<Performance.Top> top(YearMonth from, List<String> open, Performance.Order order, String currency) {
        String sold = "select c.on_record_id as reseller_id, sum(case when c.kind in " + BEGIN
                + " then 1 else 0 end) as subscriptions, sum(case when c.kind = 'UPGRADE' then 0 else c.licenses end) as licenses"
                + " from subscription_charge c where c.happened_at >= :from and c.happened_at < :until and c.kind in "
                + TRADE
                + " and c.on_record_id is not null group by c.on_record_id";
        // Amounts of several currencies cannot be added; who is ordered by revenue is ordered by that in the currency
        // most used.
        String earned = "select one.reseller_id, sum(one.revenue) as revenue from " + EARNED
                + " one where one.currency = :currency group by one.reseller_id";
        String by =
                switch (order) {
                    case SUBSCRIPTIONS -> "coalesce(sold.subscriptions, 0) desc, coalesce(sold.licenses, 0) desc";
                    case LICENSES -> "coalesce(sold.licenses, 0) desc, coalesce(sold.subscriptions, 0) desc";
                    case REVENUE -> "coalesce(earned.revenue, 0) desc, coalesce(sold.subscriptions, 0) desc";
                };
        List<Performance.Top> found = database.sql("select r.id, r.company, r.country, coalesce(sold.subscriptions, 0)"
                        + " as subscriptions, coalesce(sold.licenses, 0) as licenses from reseller r left join (" + sold
                        + ") sold on sold.reseller_id = r.id left join (" + earned
                        + ") earned on earned.reseller_id = r.id where sold.reseller_id is not null"
                        + " or earned.reseller_id is not null order by " + by
                        + ", r.company_key, r.id fetch first " + TOP + " rows only")
                .param("from", begin(from))
                .param("until", end())
                .param("month", from.toString())
                .param("last", present().toString())
                .param("open", open)
                .param("currency", currency)
                .query((row, number) -> new Performance.Top(
                        row.getObject("id", UUID.class),
                        row.getString("company"),
                        row.getString("country"),
                        row.getLong("subscriptions"),
                        row.getLong("licenses"),
                        List.of()))
                .list();
        Map<UUID, List<Performance.Revenue>> revenue = revenue(from, open, found);
        return found.stream()
                .map(one -> new Performance.Top(
                        one.reseller(),
                        one.company(),
                        one.market(),
                        one.subscriptions(),
                        one.licenses(),
                        revenue.getOrDefault(one.reseller(), List.of())))
                .toList();
    }

    /** The currency in which most lines of the period are, by which resellers are compared. */
    private String mainCurrency(YearMonth from) {
        return database.sql(
                        "select currency from incentive_statement where statement_month between :month and :last group by currency"
                                + " order by sum(lines) desc, currency fetch first 1 row only")
                .param("month", from.toString())
                .param("last", present().toString())
                .query(String.class)
                .optional()
                .orElse("EUR");
    }

    /** The months that are not closed, the present one always: few, so that their lines are found by the index. */
    private List<String> open(YearMonth from) {
        return Stream.concat(
                        database
                                .sql("select statement_month from incentive_month where closed_at is null"
                                        + " and statement_month >= :month and statement_month < :last")
                                .param("month", from.toString())
                                .param("last", present().toString())
                                .query(String.class)
                                .list()
                                .stream(),
                        Stream.of(present().toString()))
                .toList();
    }

    private Map<UUID, List<Performance.Revenue>> revenue(YearMonth from, List<String> open, List<Performance.Top> of) {
        Map<UUID, List<Performance.Revenue>> revenue = new HashMap<>();
        if (!of.isEmpty()) {
            database.sql("select one.reseller_id, one.currency, sum(one.revenue) as revenue from " + EARNED
                            + " one where one.reseller_id in (:resellers)"
                            + " group by one.reseller_id, one.currency order by one.reseller_id, one.currency")
                    .param(
                            "resellers",
                            of.stream().map(Performance.Top::reseller).toList())
                    .param("month", from.toString())
                    .param("last", present().toString())
                    .param("open", open)
                    .query((RowCallbackHandler) row -> {
                        String currency = row.getString("currency");
                        BigDecimal amount = row.getBigDecimal("revenue").setScale(Earning.digits(currency));
                        revenue.computeIfAbsent(row.getObject("reseller_id", UUID.class), none -> new ArrayList<>())
                                .add(new Performance.Revenue(currency, amount));
                    });
        }
        return revenue;
    }

    private List<Performance.Market> markets(YearMonth from) {
        return database.sql("select r.country, count(*) as total, count(on_record.reseller_id) as active,"
                        + " count(sold.reseller_id) as selling, coalesce(sum(sold.subscriptions), 0) as subscriptions"
                        + " from reseller r"
                        + " left join (select distinct s.reseller_on_record_id as reseller_id from subscription s"
                        + "   where s.state <> 'DELETED' and s.reseller_on_record_id is not null) on_record"
                        + "   on on_record.reseller_id = r.id"
                        + " left join (select c.on_record_id as reseller_id, sum(case when c.kind in "
                        + BEGIN + "   then 1 else 0 end) as subscriptions from subscription_charge c"
                        + "   where c.happened_at >= :from and c.happened_at < :until and c.licenses > 0 and c.on_record_id is not null and c.kind in "
                        + SALE + "   group by c.on_record_id) sold on sold.reseller_id = r.id"
                        + " where r.state = 'ACTIVE' group by r.country order by 5 desc, 2 desc, r.country"
                        + " fetch first " + MOST_MARKETS + " rows only")
                .param("from", begin(from))
                .param("until", end())
                .query((row, number) -> new Performance.Market(
                        row.getString("country"),
                        row.getLong("total"),
                        row.getLong("active"),
                        row.getLong("selling"),
                        row.getLong("subscriptions")))
                .list();
    }

    private List<Performance.Month> overTime(YearMonth from, YearMonth until) {
        Map<YearMonth, Long> begun = perMonth(
                "c.happened_at",
                "subscription_charge c where c.on_record_id is not null and c.kind in " + BEGIN
                        + " and c.happened_at >= :from and c.happened_at < :until",
                from);
        Map<YearMonth, Long> ended = perMonth(
                "s.term_ends_at",
                "subscription s where s.auto_renew = false and s.term_ends_at >= :from and s.term_ends_at < :until and s.kind <> 'TRIAL'"
                        + " and s.state in ('EXPIRED', 'DISABLED', 'DELETED') and s.reseller_on_record_id is not null",
                from);
        return IntStream.iterate(0, month -> month + 1)
                .mapToObj(from::plusMonths)
                .takeWhile(month -> !month.isAfter(until))
                .map(month ->
                        new Performance.Month(month, begun.getOrDefault(month, 0L), ended.getOrDefault(month, 0L)))
                .toList();
    }

    private Map<YearMonth, Long> perMonth(String time, String rows, YearMonth from) {
        Map<YearMonth, Long> counts = new TreeMap<>();
        database.sql(
                        "select cast(%1$s at time zone 'UTC' as date) as in_day, count(*) as many from %2$s group by cast(%1$s at time zone 'UTC' as date)"
                                .formatted(time, rows))
                .param("from", begin(from))
                .param("until", end())
                .query((RowCallbackHandler) row -> counts.merge(
                        YearMonth.from(row.getObject("in_day", LocalDate.class)), row.getLong("many"), Long::sum));
        return counts;
    }

    /** The end of the present month. */
    private OffsetDateTime end() {
        return begin(present().plusMonths(1));
    }

    private YearMonth present() {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    }

    private static OffsetDateTime begin(YearMonth month) {
        Instant instant = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return instant.atOffset(ZoneOffset.UTC);
    }
}
