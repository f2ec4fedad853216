package io.relais.incentive;

import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.subscription.Charge;
import io.relais.subscription.Charges;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/** The statements of resellers' incentive credit, corrections by hand, and the credit that nobody earns. */
@Service
public class Incentives {

    /** What lines in the audit trail are filed under, with the reseller's id. */
    public static final String AUDIT = "incentive";

    /** How many lines of a statement a page shows. */
    public static final int MOST_LINES = 1000;
    /** How many are printed; the download has all. */
    public static final int MOST_PRINTED = 20_000;

    private static final int MOST_MONTHS = 60;
    /** Nothing was ever sold here before. */
    private static final int FIRST_YEAR = 2000;

    private static final int MOST_REASON = 500;
    private static final int FETCH = 500;

    private final IncentiveMonths months;
    private final IncentiveRatesProcess rates;
    private final Resellers resellers;
    private final Charges charges;
    private final Countries countries;
    private final AuditTrail audit;
    private final JdbcClient database;
    private final NamedParameterJdbcTemplate rowByRow;
    private final Clock clock;

    Incentives(
            IncentiveMonths months,
            IncentiveRatesProcess rates,
            Resellers resellers,
            Charges charges,
            Countries countries,
            AuditTrail audit,
            JdbcClient database,
            DataSource dataSource,
            Clock clock) {
        this.months = months;
        this.rates = rates;
        this.resellers = resellers;
        this.charges = charges;
        this.countries = countries;
        this.audit = audit;
        this.database = database;
        JdbcTemplate few = new JdbcTemplate(dataSource);
        few.setFetchSize(FETCH);
        this.rowByRow = new NamedParameterJdbcTemplate(few);
        this.clock = clock;
    }

    // ---- months

    /** The month that is not over yet, UTC. */
    public YearMonth current() {
        return months.current();
    }

    /** The months with statements, newest first, each with its totals. */
    @Transactional(readOnly = true)
    public List<IncentiveMonth> months() {
        return withTotals(months.latest(MOST_MONTHS));
    }

    /** A month, computed or not. */
    @Transactional(readOnly = true)
    public IncentiveMonth month(YearMonth month) {
        return withTotals(List.of(
                        months.find(month).orElseGet(() -> new IncentiveMonth(month, null, null, null, 0, List.of()))))
                .get(0);
    }

    private List<IncentiveMonth> withTotals(List<IncentiveMonth> those) {
        Map<String, List<Total>> totals = new HashMap<>();
        Map<String, Long> resellers = new HashMap<>();
        collect(those, true, "incentive_statement where", "sum(lines)", totals, resellers);
        collect(those, false, "incentive_entry where reseller_id is not null and", "count(*)", totals, resellers);
        return those.stream()
                .map(one -> new IncentiveMonth(
                        one.month(),
                        one.closedAt(),
                        one.tableVersion(),
                        one.run(),
                        resellers.getOrDefault(one.month().toString(), 0L),
                        totals.getOrDefault(one.month().toString(), List.of())))
                .toList();
    }

    private void collect(
            List<IncentiveMonth> those,
            boolean closed,
            String from,
            String count,
            Map<String, List<Total>> totals,
            Map<String, Long> resellers) {
        List<String> wanted = those.stream()
                .filter(one -> one.closed() == closed)
                .map(one -> one.month().toString())
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        String of = " from " + from + " statement_month in (:months) group by statement_month";
        database.sql("select statement_month, currency, " + count + " as lines, sum(revenue) as revenue,"
                        + " sum(amount) as amount" + of + ", currency order by statement_month, currency")
                .param("months", wanted)
                .query((RowCallbackHandler)
                        row -> totals.computeIfAbsent(row.getString("statement_month"), none -> new ArrayList<>())
                                .add(total(row, 0)));
        database.sql("select statement_month, count(distinct reseller_id)" + of)
                .param("months", wanted)
                .query((RowCallbackHandler) row -> resellers.put(row.getString(1), row.getLong(2)));
    }

    /** The months of a reseller that are closed, newest first. */
    @Transactional(readOnly = true)
    public Map<YearMonth, List<Total>> closedMonths(UUID reseller) {
        Map<YearMonth, List<Total>> found = new LinkedHashMap<>();
        database.sql("select * from incentive_statement where reseller_id = :reseller"
                        + " order by statement_month desc, currency fetch first :most rows only")
                .param("reseller", reseller)
                .param("most", 2 * MOST_MONTHS)
                .query((RowCallbackHandler) row -> found.computeIfAbsent(
                                YearMonth.parse(row.getString("statement_month")), none -> new ArrayList<>())
                        .add(total(row, 0)));
        return found;
    }

    /**
     * The resellers with a statement in this month, by name.
     *
     * @param after shows the rows after this place, from an earlier page's {@code next}; null for the first page
     * @param before shows the rows before this place, from a later page's {@code previous}
     */
    @Transactional(readOnly = true)
    public Keyset.Page<StatementRow> statements(YearMonth month, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decoded(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decoded(before);
        boolean backwards = up.isPresent();
        Keyset.Place place = down.or(() -> up).orElse(null);
        String than = backwards ? "<" : ">";
        JdbcClient.StatementSpec rows = database.sql(
                        "select r.id, r.company, r.company_key, r.partner_id from reseller r"
                                + " where exists (select 1 from incentive_entry e where e.statement_month = :month"
                                + " and e.reseller_id = r.id)"
                                + (place == null
                                        ? ""
                                        : " and (r.company_key %1$s :value or r.company_key = :value and r.id %1$s :id)"
                                                .formatted(than))
                                + " order by r.company_key %1$s, r.id %1$s fetch first :most rows only"
                                        .formatted(backwards ? "desc" : "asc"))
                .param("month", month.toString())
                .param("most", size + 1);
        if (place != null) {
            rows = rows.param("value", place.value()).param("id", place.id());
        }
        record Found(UUID id, String company, String key, String partnerId) {}
        List<Found> found = rows.query((row, number) -> new Found(
                        row.getObject("id", UUID.class),
                        row.getString("company"),
                        row.getString("company_key"),
                        row.getString("partner_id")))
                .list();
        Map<UUID, List<Total>> totals =
                totals(month, found.stream().map(Found::id).toList());
        return Keyset.page(found, size, backwards, place == null, one -> new Keyset.Place(one.key(), one.id()))
                .map(one -> new StatementRow(
                        one.id(), one.company(), one.partnerId(), totals.getOrDefault(one.id(), List.of())));
    }

    private Map<UUID, List<Total>> totals(YearMonth month, Collection<UUID> resellers) {
        Map<UUID, List<Total>> totals = new HashMap<>();
        if (!resellers.isEmpty()) {
            database.sql(
                            """
                            select reseller_id, currency, count(*) as lines, sum(revenue) as revenue, sum(amount) as amount
                            from incentive_entry where statement_month = :month and reseller_id in (:resellers)
                            group by reseller_id, currency order by reseller_id, currency
                            """)
                    .param("month", month.toString())
                    .param("resellers", resellers)
                    .query((RowCallbackHandler) row -> totals.computeIfAbsent(
                                    row.getObject("reseller_id", UUID.class), none -> new ArrayList<>())
                            .add(total(row, 0)));
        }
        return totals;
    }

    // ---- a statement

    /** A reseller's statement for staff with so many of its lines, also while its month is open; without lines if there are none. */
    @Transactional(readOnly = true)
    public Optional<Statement> statement(YearMonth month, UUID reseller, int atMost) {
        return resellers.find(reseller).map(card -> statement(month, card, atMost));
    }

    /** The statement that the reseller sees itself: that of a closed month. */
    @Transactional(readOnly = true)
    public Optional<Statement> closedStatement(YearMonth month, UUID reseller, int atMost) {
        return statement(month, reseller, atMost).filter(Statement::closed).filter(one -> one.lines() > 0);
    }

    private Statement statement(YearMonth month, ResellerCard reseller, int atMost) {
        List<Total> totals = totals(month, Set.of(reseller.id())).getOrDefault(reseller.id(), List.of());
        List<Entry> entries = database.sql(entriesOf() + " fetch first :most rows only")
                .param("most", atMost)
                .param("month", month.toString())
                .param("reseller", reseller.id())
                .query(Incentives::entry)
                .list();
        return new Statement(
                month, months.find(month).map(IncentiveMonth::closedAt).orElse(null), reseller, totals, entries);
    }

    /** All lines of a statement in the order of the page, one by one. */
    @Transactional(readOnly = true)
    public void eachEntry(Statement statement, Consumer<Entry> take) {
        rowByRow.query(
                entriesOf(),
                Map.of(
                        "month",
                        statement.month().toString(),
                        "reseller",
                        statement.reseller().id()),
                (RowCallbackHandler) row -> take.accept(entry(row, 0)));
    }

    private static String entriesOf() {
        return "select * from incentive_entry where statement_month = :month and reseller_id = :reseller"
                + " order by currency, customer_name nulls last, title, subscription_id, from_day, id";
    }

    // ---- corrections by hand

    /** The currencies that a correction can be in. */
    @Transactional(readOnly = true)
    public List<String> currencies(UUID reseller) {
        Set<String> found = new LinkedHashSet<>(database.sql(
                        "select distinct currency from incentive_entry where reseller_id = :reseller order by currency")
                .param("reseller", reseller)
                .query(String.class)
                .list());
        resellers
                .find(reseller)
                .flatMap(card -> countries.find(card.country()))
                .ifPresent(country -> found.add(country.currency().getCurrencyCode()));
        return List.copyOf(found);
    }

    /**
     * Enters a correction for a month by a line of its own; or says at the fields what is wrong. Only for {@code CORRECT_INCENTIVES}.
     *
     * @return the month whose statement has it: this one, or the next that is open
     */
    @Transactional
    public YearMonth correct(YearMonth month, UUID reseller, Correction correction, Errors errors) {
        BigDecimal exact = check(month, reseller, correction, errors);
        if (errors.hasErrors()) {
            return null;
        }
        String currency = correction.currency();
        String reason = correction.reason().strip();
        YearMonth statement = months.holdOpen(month);
        UUID id = correction.entry() == null ? UUID.randomUUID() : correction.entry();
        Optional<YearMonth> entered = database.sql("select statement_month from incentive_entry where id = :id")
                .param("id", id)
                .query((row, number) -> YearMonth.parse(row.getString(1)))
                .optional();
        if (entered.isPresent()) {
            return entered.get();
        }
        database.sql(
                        """
                        insert into incentive_entry (id, statement_month, earned_month, kind, reseller_id, currency, revenue, amount,
                            reason, entered_by, entered_at)
                        values (:id, :statement, :earned, :kind, :reseller, :currency, 0, :amount, :reason, :by, :now)
                        """)
                .param("id", id)
                .param("statement", statement.toString())
                .param("earned", month.toString())
                .param("kind", Entry.Kind.MANUAL.name())
                .param("reseller", reseller)
                .param("currency", currency)
                .param("amount", exact)
                .param("reason", reason)
                .param("by", AuditTrail.actor())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record(
                "correct_incentives", AUDIT, reseller, null, exact.toPlainString() + " " + currency + ": " + reason);
        return statement;
    }

    /**
     * Says at the fields what is wrong with a correction; enters nothing.
     *
     * @return the amount in its currency, if nothing is wrong
     */
    @Transactional(readOnly = true)
    public BigDecimal check(YearMonth month, UUID reseller, Correction correction, Errors errors) {
        resellers.find(reseller).orElseThrow(NotFoundException::new);
        if (month.isAfter(months.current()) || month.getYear() < FIRST_YEAR) {
            throw new NotFoundException();
        }
        String currency = correction.currency();
        boolean known = currency != null && currencies(reseller).contains(currency);
        if (!known) {
            errors.rejectValue("currency", "incentive.correct.currency.choose");
        }
        BigDecimal amount = amount(correction.amount());
        if (amount == null || amount.signum() == 0 || amount.abs().compareTo(new BigDecimal(100_000_000)) >= 0) {
            errors.rejectValue("amount", "incentive.correct.amount.number");
        } else if (known && amount.stripTrailingZeros().scale() > Earning.digits(currency)) {
            errors.rejectValue(
                    "amount", "incentive.correct.amount.digits", new Object[] {Earning.digits(currency)}, null);
        }
        String reason = correction.reason() == null ? "" : correction.reason().strip();
        if (reason.isEmpty()) {
            errors.rejectValue("reason", "incentive.correct.reason.missing");
        } else if (reason.length() > MOST_REASON) {
            errors.rejectValue("reason", "incentive.correct.reason.length", new Object[] {MOST_REASON}, null);
        }
        return errors.hasErrors() ? null : amount.setScale(Earning.digits(currency));
    }

    /** A number with a point or a comma before its last digits, as both languages write it; null if it is none. */
    private static BigDecimal amount(String typed) {
        String text = typed == null ? "" : typed.strip().replace('−', '-').replaceAll("[\\s\\u00a0\\u202f]", "");
        return text.matches("[+-]?\\d{1,12}([.,]\\d{1,4})?") ? new BigDecimal(text.replace(',', '.')) : null;
    }

    // ---- what nobody earns

    /**
     * Paid subscriptions that have no reseller on record now.
     *
     * @param market a country, or null for all
     * @param after shows the rows after this place; null for the first page
     */
    @Transactional(readOnly = true)
    public Keyset.Page<LostCredit> lost(String market, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decoded(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decoded(before);
        Keyset.Place place = down.or(() -> up).orElse(null);
        List<LostCredit> found = lost(market, place == null ? null : place.id(), up.isPresent(), size + 1);
        return Keyset.page(
                found, size, up.isPresent(), place == null, one -> new Keyset.Place("", one.subscriptionId()));
    }

    /** All of them, some hundred at a time. */
    public void eachLost(String market, Consumer<LostCredit> take) {
        UUID after = null;
        List<LostCredit> rows;
        do {
            rows = lost(market, after, false, FETCH);
            rows.forEach(take);
            after = rows.isEmpty() ? null : rows.get(rows.size() - 1).subscriptionId();
        } while (rows.size() == FETCH);
    }

    private List<LostCredit> lost(String market, UUID place, boolean backwards, int atMost) {
        JdbcClient.StatementSpec rows = database.sql("select s.id, coalesce(s.nickname, s.title) as name, s.licenses,"
                        + " c.id as customer_id, c.company_name, c.country"
                        + " from subscription s join customer c on c.id = s.customer_id"
                        + " where s.state in ('ACTIVE', 'SUSPENDED') and s.reseller_on_record_id is null and s.unit_price > 0"
                        + (market == null ? "" : " and c.country = :market")
                        + (place == null ? "" : " and s.id " + (backwards ? "<" : ">") + " :place")
                        + " order by s.id" + (backwards ? " desc" : "") + " fetch first :most rows only")
                .param("most", atMost);
        if (market != null) {
            rows = rows.param("market", market);
        }
        if (place != null) {
            rows = rows.param("place", place);
        }
        List<LostCredit> found = rows.query((row, number) -> new LostCredit(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getObject("customer_id", UUID.class),
                        row.getString("company_name"),
                        row.getString("country"),
                        row.getInt("licenses"),
                        List.of(),
                        List.of()))
                .list();
        List<UUID> ids = found.stream().map(LostCredit::subscriptionId).toList();
        Map<UUID, List<Total>> monthly = inThisMonth(ids);
        Map<UUID, List<Total>> lost = lostBy(ids);
        return found.stream()
                .map(one -> new LostCredit(
                        one.subscriptionId(),
                        one.subscription(),
                        one.customerId(),
                        one.customer(),
                        one.market(),
                        one.licenses(),
                        monthly.getOrDefault(one.subscriptionId(), List.of()),
                        lost.getOrDefault(one.subscriptionId(), List.of())))
                .toList();
    }

    private Map<UUID, List<Total>> inThisMonth(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        YearMonth month = months.current();
        LocalDate end = month.plusMonths(1).atDay(1);
        int version = rates.latestVersion();
        Map<List<Object>, BigDecimal> known = new HashMap<>();
        Map<UUID, List<Total>> totals = new HashMap<>();
        charges.of(ids, month.atDay(1), end).stream()
                .collect(Collectors.groupingBy(Charge::getSubscriptionId))
                .forEach((id, billed) -> totals.put(
                        id,
                        Earning.of(month, billed, List.of()).stream()
                                .map(one -> {
                                    Earning.Key key = one.key();
                                    String region = countries
                                            .find(key.market())
                                            .map(Country::region)
                                            .orElse("");
                                    BigDecimal rate = known.computeIfAbsent(
                                            List.of(key.category(), key.term(), key.sale(), region),
                                            none -> rates.rate(
                                                    version, key.category(), key.term(), key.sale(), region));
                                    return new Total(
                                            key.currency(),
                                            1,
                                            one.revenue(),
                                            Earning.credit(one.revenue(), rate, key.currency()));
                                })
                                .collect(Collectors.groupingBy(Total::currency))
                                .values()
                                .stream()
                                .map(Incentives::sum)
                                .sorted(Comparator.comparing(Total::currency))
                                .toList()));
        return totals;
    }

    private static Total sum(List<Total> ofOneCurrency) {
        return ofOneCurrency.stream()
                .reduce((a, b) -> new Total(
                        a.currency(),
                        a.lines() + b.lines(),
                        a.revenue().add(b.revenue()),
                        a.amount().add(b.amount())))
                .orElseThrow();
    }

    private Map<UUID, List<Total>> lostBy(Collection<UUID> ids) {
        Map<UUID, List<Total>> totals = new HashMap<>();
        if (!ids.isEmpty()) {
            database.sql(
                            """
                            select subscription_id, currency, count(*) as lines, sum(revenue) as revenue, sum(amount) as amount
                            from incentive_entry where subscription_id in (:ids) and reseller_id is null
                            group by subscription_id, currency order by subscription_id, currency
                            """)
                    .param("ids", ids)
                    .query((RowCallbackHandler) row -> totals.computeIfAbsent(
                                    row.getObject("subscription_id", UUID.class), none -> new ArrayList<>())
                            .add(total(row, 0)));
        }
        return totals;
    }

    /** What nobody earned in each of the last twelve months that were computed, newest first. */
    @Transactional(readOnly = true)
    public Map<YearMonth, List<Total>> lostMonths() {
        Map<YearMonth, List<Total>> found = new LinkedHashMap<>();
        database.sql(
                        """
                        select statement_month, currency, count(*) as lines, sum(revenue) as revenue, sum(amount) as amount
                        from incentive_entry where reseller_id is null and statement_month >= :first
                        group by statement_month, currency order by statement_month desc, currency
                        """)
                .param("first", months.current().minusMonths(12).toString())
                .query((RowCallbackHandler) row -> found.computeIfAbsent(
                                YearMonth.parse(row.getString("statement_month")), none -> new ArrayList<>())
                        .add(total(row, 0)));
        return found;
    }

    // ----

    private static Total total(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new Total(
                currency,
                row.getLong("lines"),
                row.getBigDecimal("revenue").setScale(Earning.digits(currency)),
                row.getBigDecimal("amount").setScale(Earning.digits(currency)));
    }

    /** Without zeros behind the point, and never with an exponent. */
    private static BigDecimal percent(BigDecimal rate) {
        BigDecimal shortest = rate.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    static Entry entry(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        String sale = row.getString("sale");
        BigDecimal rate = row.getBigDecimal("rate");
        return new Entry(
                row.getObject("id", UUID.class),
                Entry.Kind.valueOf(row.getString("kind")),
                YearMonth.parse(row.getString("statement_month")),
                YearMonth.parse(row.getString("earned_month")),
                row.getObject("subscription_id", UUID.class),
                row.getString("customer_name"),
                row.getString("title"),
                row.getString("category"),
                row.getString("term_duration"),
                sale == null ? null : Sale.valueOf(sale),
                row.getObject("from_day", LocalDate.class),
                row.getObject("until_day", LocalDate.class),
                row.getObject("licenses", Integer.class),
                currency,
                row.getBigDecimal("revenue").setScale(Earning.digits(currency)),
                rate == null ? null : percent(rate),
                row.getObject("table_version", Integer.class),
                row.getBigDecimal("amount").setScale(Earning.digits(currency)),
                row.getString("reason"),
                row.getString("entered_by"),
                IncentiveMonths.instant(row, "entered_at"));
    }
}
