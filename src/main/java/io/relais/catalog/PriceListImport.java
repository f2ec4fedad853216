package io.relais.catalog;

import io.relais.audit.AuditTrail;
import jakarta.persistence.EntityManager;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/**
 * Compares a price list with what is known and writes the differences, a batch of rows at a time: two queries and at most six batched
 * statements per {@value #BATCH} rows. Memory holds one batch; which offers and prices the list spoke of, to tell a row that contradicts
 * an earlier one and what a complete list does not have, is kept in tables that are empty before and after.
 *
 * <p>Everything happens in the caller's transaction. A dry run is the same, taken back at its end: so it cannot tell other than what an
 * import does.
 */
@Component
class PriceListImport {

    private static final int BATCH = 500;
    private static final int MAX_REMEMBERED = 1000;
    private static final String OPEN =
            "(p.valid_to is null or p.valid_to > case when p.valid_from > :now then p.valid_from else :now end)";

    private final NamedParameterJdbcTemplate database;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    PriceListImport(NamedParameterJdbcTemplate database, AuditTrail audit, EntityManager entities, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Runs in the caller's transaction.
     *
     * @param id under which the audit trail keeps it
     * @param complete whether the offers that the list does not have end, in each market, currency and segment that it has
     * @throws PriceListBusyException if another list is being written
     */
    ImportReport run(UUID id, Reader csv, boolean complete, PriceListWatcher watcher) {
        long version = begin();
        planAnew();
        Run run = new Run(id, complete, watcher);
        PriceListReader.read(csv, run);
        ImportReport report = run.finished();
        if (report.added() + report.changed() + report.ended() > 0) {
            database.update("update price_list_turn set version = :next", Map.of("next", version + 1));
        }
        return report;
    }

    /**
     * Waits for nobody: whoever comes second is told so.
     *
     * @return the catalog's version
     * @throws PriceListBusyException if another list is being written
     */
    long begin() {
        return database
                .queryForList("select version from price_list_turn for update skip locked", Map.of(), Long.class)
                .stream()
                .findFirst()
                .orElseThrow(PriceListBusyException::new);
    }

    /**
     * PostgreSQL would keep the plan of a query that it made while {@code price_list_seen} was empty, and then read all of that table for
     * each row: fine for the first list of all, many minutes for the next one of 200,000 rows.
     */
    private void planAnew() {
        boolean postgres = Boolean.TRUE.equals(database.getJdbcOperations().execute((ConnectionCallback<Boolean>)
                connection -> connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")));
        if (postgres) {
            database.queryForList("select set_config('plan_cache_mode', 'force_custom_plan', true)", Map.of());
        }
    }

    /** An offer as known, or as it will be. */
    private static final class Offer {

        private final UUID id;
        private OfferFacts facts;
        private Long seenAt;
        private boolean fresh;
        private boolean changed;

        private Offer(UUID id, OfferFacts facts, Long seenAt) {
            this.id = id;
            this.facts = facts;
            this.seenAt = seenAt;
        }
    }

    /** One price of an offer in a market, from a date until the next one's. */
    private static final class Price {

        private final UUID id;
        private final Instant from;
        private Instant to;
        private String currency;
        private BigDecimal unitPrice;
        private BigDecimal erpPrice;
        private Long seenAt;
        private boolean fresh;
        private boolean changed;

        private Price(
                UUID id,
                String currency,
                BigDecimal unitPrice,
                BigDecimal erpPrice,
                Instant from,
                Instant to,
                Long seenAt) {
            this.id = id;
            this.currency = currency;
            this.unitPrice = unitPrice;
            this.erpPrice = erpPrice;
            this.from = from;
            this.to = to;
            this.seenAt = seenAt;
        }

        private boolean says(PriceListRow row, Instant until) {
            return currency.equals(row.currency())
                    && unitPrice.compareTo(row.unitPrice()) == 0
                    && Objects.equals(erpPrice, row.erpPrice())
                    && Objects.equals(to, until);
        }

        /** Ended before it began, since a complete list did not have it any more. */
        private boolean withdrawn() {
            return from.equals(to);
        }

        private String shown() {
            return PriceListImport.shown(unitPrice, currency);
        }
    }

    /** An offer's prices over time in one market. */
    private record Market(UUID offerId, String code) {}

    /** For what a complete list is complete. */
    private record Scope(String market, String currency, String segment) {}

    private final class Run implements PriceListReader.Receiver {

        private final boolean complete;
        private final PriceListWatcher watcher;
        private final UUID id;
        private final Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        private final List<PriceListRow> batch = new ArrayList<>(BATCH);
        private final List<RefusedRow> refused = new ArrayList<>();
        private final List<SqlParameterSource> spared = new ArrayList<>();
        private final List<SqlParameterSource> seen = new ArrayList<>();
        private final Set<Scope> scopes = new HashSet<>();
        private Map<OfferKey, Offer> offers;
        private Map<Market, TreeMap<Instant, Price>> prices;
        private int added;
        private int changed;
        private int unchanged;
        private int ended;
        private int refusedRows;

        private Run(UUID id, boolean complete, PriceListWatcher watcher) {
            this.id = id;
            this.complete = complete;
            this.watcher = watcher;
        }

        @Override
        public void row(PriceListRow row) {
            batch.add(row);
            if (batch.size() == BATCH) {
                takeBatch();
            }
        }

        @Override
        public void refused(RefusedRow row, PriceListReader.Seen about) {
            refuse(row, about.title(), about.offer(), about.market());
            if (complete && about.key() != null) {
                spare(about.key(), about.market());
            }
        }

        private void refuse(RefusedRow row, String title, String offer, String market) {
            refusedRows++;
            if (refused.size() < MAX_REMEMBERED) {
                refused.add(row);
            }
            watcher.found(new PriceListFinding(
                    PriceListFinding.Kind.REFUSED, row.line(), title, offer, market, row.reason(), row.arguments()));
        }

        /** What the list tried to speak of does not end for a mistake in its row. */
        private void spare(OfferKey key, String market) {
            spared.add(parameters(key).addValue("market", market));
            if (spared.size() == BATCH) {
                writeSpared();
            }
        }

        private void writeSpared() {
            batch(
                    """
                    insert into price_list_spared (offer_id, market)
                    select id, :market from offer
                    where product_id = :product and sku_id = :sku and term_duration = :term and billing_plan = :billing
                        and segment = :segment
                    """,
                    spared);
            spared.clear();
        }

        private ImportReport finished() {
            takeBatch();
            writeSpared();
            if (complete) {
                scopes.forEach(this::endWhatIsNotIn);
            }
            writeMarkets();
            database.update("delete from price_list_seen", Map.of());
            database.update("delete from price_list_spared", Map.of());
            refused.sort(Comparator.comparingLong(RefusedRow::line));
            if (added + changed + ended > 0) {
                audit.record(
                        "import_price_list",
                        "price_list",
                        id,
                        null,
                        "added %d, changed %d, ended %d, unchanged %d, refused %d"
                                .formatted(added, changed, ended, unchanged, refusedRows));
            }
            return new ImportReport(added, changed, unchanged, ended, refusedRows, List.copyOf(refused));
        }

        private void writeMarkets() {
            Set<String> known =
                    new HashSet<>(database.queryForList("select market from offer_market", Map.of(), String.class));
            batch(
                    "insert into offer_market (market) values (:market)",
                    scopes.stream()
                            .map(Scope::market)
                            .filter(known::add)
                            .map(market -> (SqlParameterSource) new MapSqlParameterSource("market", market))
                            .toList());
        }

        /** What is on sale ends now; what was still to come never begins. */
        private void endWhatIsNotIn(Scope scope) {
            MapSqlParameterSource values = new MapSqlParameterSource("market", scope.market())
                    .addValue("currency", scope.currency())
                    .addValue("segment", scope.segment())
                    .addValue("now", inUtc(now))
                    .addValue("atMost", BATCH);
            for (List<UUID> some = missing(scope, values); !some.isEmpty(); some = missing(scope, values)) {
                database.update(
                        """
                        update offer_price p set valid_to = case when p.valid_from > :now then p.valid_from else :now end
                        where p.market = :market and p.currency = :currency and p.offer_id in (:offers) and
                        """
                                + OPEN,
                        values.addValue("offers", some));
                watcher.further();
            }
        }

        private List<UUID> missing(Scope scope, SqlParameterSource values) {
            return database.query(
                    """
                    select o.id, o.title, o.product_id, o.sku_id, o.term_duration, o.billing_plan, o.segment from offer o
                    where o.segment = :segment
                      and exists (select 1 from offer_price p
                        where p.offer_id = o.id and p.market = :market and p.currency = :currency and %s)
                      and not exists (select 1 from offer_price q join price_list_seen s on s.id = q.id
                        where q.offer_id = o.id and q.market = :market)
                      and not exists (select 1 from price_list_spared x where x.offer_id = o.id and x.market = :market)
                    fetch first :atMost rows only
                    """
                            .formatted(OPEN),
                    values,
                    (row, number) -> {
                        ended++;
                        watcher.found(new PriceListFinding(
                                PriceListFinding.Kind.ENDED,
                                ended,
                                row.getString("title"),
                                shown(key(row)),
                                scope.market(),
                                "catalog.found.ended",
                                List.of()));
                        return row.getObject("id", UUID.class);
                    });
        }

        private void takeBatch() {
            if (batch.isEmpty()) {
                return;
            }
            offers = knownOffers();
            prices = knownPrices();
            for (PriceListRow row : batch) {
                try {
                    take(row);
                } catch (RowRefusedException e) {
                    refuse(e.at(row.line()), row.facts().title(), shown(row.key()), row.market());
                    if (complete) {
                        spare(row.key(), row.market());
                    }
                }
            }
            write();
            batch.clear();
            watcher.further();
        }

        private void take(PriceListRow row) throws RowRefusedException {
            Offer known = offers.get(row.key());
            OfferFacts facts =
                    known == null ? row.facts().orUsual() : row.facts().orElse(known.facts);
            facts.check(row.unitPrice());
            boolean otherFacts = known != null && !facts.equals(known.facts);
            if (otherFacts && known.seenAt != null) {
                throw new RowRefusedException("catalog.refused.describedOtherwise", known.seenAt.toString());
            }

            Offer offer = known != null ? known : new Offer(UUID.randomUUID(), facts, null);
            TreeMap<Instant, Price> history =
                    prices.computeIfAbsent(new Market(offer.id, row.market()), market -> new TreeMap<>());
            Price sameStart = history.get(row.validFrom());
            Instant until = earlier(row.validTo(), nextStart(history, row.validFrom()));
            boolean otherPrice = sameStart == null || !sameStart.says(row, until);
            if (otherPrice && sameStart != null && sameStart.seenAt != null) {
                throw new RowRefusedException("catalog.refused.twice", sameStart.seenAt.toString());
            }

            // Nothing is refused from here on.
            boolean newHere = history.isEmpty();
            if (known == null) {
                offer.fresh = true;
                offers.put(row.key(), offer);
            } else if (otherFacts) {
                offer.facts = facts;
                offer.changed = true;
            }
            scopes.add(new Scope(row.market(), row.currency(), row.key().segment()));
            if (offer.seenAt == null) {
                offer.seenAt = saw(offer.id, row.line());
            }
            PriceListFinding finding = newHere || otherPrice || otherFacts
                    ? finding(row, offer, newHere, otherPrice, sameStart, history)
                    : null;
            Price price = otherPrice ? price(offer, row, history, sameStart, until) : sameStart;
            if (price.seenAt == null) {
                price.seenAt = saw(price.id, row.line());
            }
            if (finding != null) {
                watcher.found(finding);
            }
            if (newHere) {
                added++;
            } else if (otherPrice || otherFacts) {
                changed++;
            } else {
                unchanged++;
            }
        }

        private Long saw(UUID what, long line) {
            seen.add(new MapSqlParameterSource("id", what).addValue("line", line));
            return line;
        }

        private PriceListFinding finding(
                PriceListRow row,
                Offer offer,
                boolean newHere,
                boolean otherPrice,
                Price sameStart,
                TreeMap<Instant, Price> history) {
            Price before = sameStart != null ? sameStart : inForceBefore(history, row.validFrom());
            String now = shown(row.unitPrice(), row.currency());
            String from = row.validFrom().toString().substring(0, 10);
            String reason;
            List<String> arguments;
            if (newHere) {
                reason = "catalog.found.added";
                arguments = List.of(now, from);
            } else if (!otherPrice) {
                reason = "catalog.found.described";
                arguments = List.of();
            } else if (before == null) {
                reason = "catalog.found.earlier";
                arguments = List.of(now, from);
            } else if (before.shown().equals(now) && before == sameStart) {
                reason = "catalog.found.period";
                arguments = List.of(now, from);
            } else {
                reason = "catalog.found.changed";
                arguments = List.of(before.shown(), now, from);
            }
            return new PriceListFinding(
                    newHere ? PriceListFinding.Kind.ADDED : PriceListFinding.Kind.CHANGED,
                    row.line(),
                    offer.facts.title(),
                    shown(row.key()),
                    row.market(),
                    reason,
                    arguments);
        }

        private Price price(
                Offer offer, PriceListRow row, TreeMap<Instant, Price> history, Price sameStart, Instant until) {
            if (sameStart == null) {
                Price price = new Price(
                        UUID.randomUUID(),
                        row.currency(),
                        row.unitPrice(),
                        row.erpPrice(),
                        row.validFrom(),
                        until,
                        null);
                price.fresh = true;
                Price former = inForceBefore(history, row.validFrom());
                if (former != null) {
                    Instant closed = earlier(former.to, row.validFrom());
                    former.changed |= !Objects.equals(closed, former.to);
                    former.to = closed;
                }
                history.put(price.from, price);
                return price;
            }
            String former = sameStart.shown();
            sameStart.currency = row.currency();
            sameStart.unitPrice = row.unitPrice();
            sameStart.erpPrice = row.erpPrice();
            sameStart.to = until;
            sameStart.changed = true;
            if (!sameStart.from.isAfter(now) && !former.equals(sameStart.shown())) {
                // What was already sold at the former price is told by the audit trail only.
                String where = row.market() + " from " + sameStart.from + ": ";
                audit.record("correct_price", "offer", offer.id, where + former, where + sameStart.shown());
            }
            return sameStart;
        }

        private static Instant nextStart(TreeMap<Instant, Price> history, Instant from) {
            return history.tailMap(from, false).values().stream()
                    .filter(price -> !price.withdrawn())
                    .map(price -> price.from)
                    .findFirst()
                    .orElse(null);
        }

        private static Price inForceBefore(TreeMap<Instant, Price> history, Instant from) {
            return history.headMap(from, false).descendingMap().values().stream()
                    .filter(price -> !price.withdrawn())
                    .findFirst()
                    .orElse(null);
        }

        /** The earlier of two ends, where null is no end. */
        private static Instant earlier(Instant one, Instant other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isBefore(other) ? one : other;
        }

        private Map<OfferKey, Offer> knownOffers() {
            Map<OfferKey, Offer> known = new HashMap<>();
            database.query(
                    """
                    select o.*, (select s.line from price_list_seen s where s.id = o.id) as line from offer o
                    where o.product_id in (:products)
                    """,
                    Map.of(
                            "products",
                            distinct(batch.stream()
                                    .map(row -> row.key().productId())
                                    .toList())),
                    row -> {
                        known.put(
                                key(row),
                                new Offer(
                                        row.getObject("id", UUID.class),
                                        facts(row),
                                        row.getObject("line", Long.class)));
                    });
            return known;
        }

        private Map<Market, TreeMap<Instant, Price>> knownPrices() {
            Map<Market, TreeMap<Instant, Price>> known = new HashMap<>();
            List<UUID> ids = batch.stream()
                    .map(row -> offers.get(row.key()))
                    .filter(Objects::nonNull)
                    .map(offer -> offer.id)
                    .toList();
            if (ids.isEmpty()) {
                return known;
            }
            database.query(
                    """
                    select p.*, (select s.line from price_list_seen s where s.id = p.id) as line from offer_price p
                    where p.offer_id in (:offers) and p.market in (:markets)
                    """,
                    Map.of(
                            "offers", distinct(ids),
                            "markets",
                                    distinct(batch.stream()
                                            .map(PriceListRow::market)
                                            .toList())),
                    row -> {
                        Price price = new Price(
                                row.getObject("id", UUID.class),
                                row.getString("currency"),
                                row.getBigDecimal("unit_price"),
                                row.getBigDecimal("erp_price"),
                                instant(row, "valid_from"),
                                instant(row, "valid_to"),
                                row.getObject("line", Long.class));
                        known.computeIfAbsent(
                                        new Market(row.getObject("offer_id", UUID.class), row.getString("market")),
                                        market -> new TreeMap<>())
                                .put(price.from, price);
                    });
            return known;
        }

        private void write() {
            List<SqlParameterSource> newOffers = new ArrayList<>();
            List<SqlParameterSource> changedOffers = new ArrayList<>();
            offers.forEach((key, offer) -> {
                if (offer.fresh) {
                    newOffers.add(parameters(key, offer));
                } else if (offer.changed) {
                    changedOffers.add(parameters(key, offer));
                }
            });
            List<SqlParameterSource> newPrices = new ArrayList<>();
            List<SqlParameterSource> changedPrices = new ArrayList<>();
            prices.forEach((market, history) -> history.values().forEach(price -> {
                if (price.fresh) {
                    newPrices.add(parameters(market, price));
                } else if (price.changed) {
                    changedPrices.add(parameters(market, price));
                }
            }));
            batch(
                    """
                    insert into offer (id, product_id, sku_id, term_duration, billing_plan, segment, title, sort_key, description, publisher,
                        category, unit, min_licenses, max_licenses, trial, add_on, bases, upgrade_targets, limit_kind, limit_per_customer,
                        search_text)
                    values (:id, :product, :sku, :term, :billing, :segment, :title, :sortKey, :description, :publisher,
                        :category, :unit, :min, :max, :trial, :addOn, :bases, :upgradeTargets, :limitKind, :limit, :searchText)
                    """,
                    newOffers);
            batch(
                    """
                    update offer set title = :title, sort_key = :sortKey, description = :description, publisher = :publisher, category = :category,
                        unit = :unit, min_licenses = :min, max_licenses = :max, trial = :trial, add_on = :addOn, bases = :bases,
                        upgrade_targets = :upgradeTargets, limit_kind = :limitKind, limit_per_customer = :limit, search_text = :searchText
                    where id = :id
                    """,
                    changedOffers);
            batch(
                    """
                    insert into offer_price (id, offer_id, market, currency, unit_price, erp_price, valid_from, valid_to)
                    values (:id, :offer, :market, :currency, :unitPrice, :erpPrice, :from, :to)
                    """,
                    newPrices);
            batch(
                    """
                    update offer_price set currency = :currency, unit_price = :unitPrice, erp_price = :erpPrice, valid_to = :to
                    where id = :id
                    """,
                    changedPrices);
            batch("insert into price_list_seen (id, line) values (:id, :line)", seen);
            seen.clear();
            // What was corrected is told to the audit trail, whose lines are entities.
            entities.flush();
            entities.clear();
        }

        private void batch(String sql, List<SqlParameterSource> rows) {
            if (!rows.isEmpty()) {
                database.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
            }
        }
    }

    private static <T> Collection<T> distinct(List<T> values) {
        return values.stream().collect(Collectors.toSet());
    }

    private static String shown(BigDecimal price, String currency) {
        BigDecimal plain = price.stripTrailingZeros();
        return (plain.scale() < 2 ? plain.setScale(2) : plain).toPlainString() + " " + currency;
    }

    private static String shown(OfferKey key) {
        return key.productId() + ":" + key.skuId() + " " + key.termDuration() + " " + key.billingPlan()
                + (Catalog.SEGMENT.equals(key.segment()) ? "" : " " + key.segment());
    }

    private static MapSqlParameterSource parameters(OfferKey key) {
        return new MapSqlParameterSource("product", key.productId())
                .addValue("sku", key.skuId())
                .addValue("term", key.termDuration())
                .addValue("billing", key.billingPlan())
                .addValue("segment", key.segment());
    }

    private static SqlParameterSource parameters(OfferKey key, Offer offer) {
        OfferFacts facts = offer.facts;
        return parameters(key)
                .addValue("id", offer.id)
                .addValue("sortKey", Catalog.sortKey(facts.title(), key.termDuration(), key.billingPlan()))
                .addValue("title", facts.title())
                .addValue("description", facts.description())
                .addValue("publisher", facts.publisher())
                .addValue("category", facts.category())
                .addValue("unit", facts.unit())
                .addValue("min", facts.minLicenses())
                .addValue("max", facts.maxLicenses())
                .addValue("trial", facts.trial())
                .addValue("addOn", facts.addOn())
                .addValue("bases", facts.bases())
                .addValue("upgradeTargets", facts.upgradeTargets())
                .addValue("limitKind", facts.limit().kind().name().toLowerCase(Locale.ROOT))
                .addValue("limit", facts.limit().count())
                .addValue(
                        "searchText",
                        (facts.title() + " " + key.productId() + ":" + key.skuId()).toLowerCase(Locale.ROOT));
    }

    private static SqlParameterSource parameters(Market market, Price price) {
        return new MapSqlParameterSource("id", price.id)
                .addValue("offer", market.offerId())
                .addValue("market", market.code())
                .addValue("currency", price.currency)
                .addValue("unitPrice", price.unitPrice)
                .addValue("erpPrice", price.erpPrice)
                .addValue("from", inUtc(price.from))
                .addValue("to", inUtc(price.to));
    }

    private static OfferKey key(ResultSet row) throws SQLException {
        return new OfferKey(
                row.getString("product_id"),
                row.getString("sku_id"),
                row.getString("term_duration"),
                row.getString("billing_plan"),
                row.getString("segment"));
    }

    private static OfferFacts facts(ResultSet row) throws SQLException {
        return new OfferFacts(
                row.getString("title"),
                row.getString("description"),
                row.getString("publisher"),
                row.getString("category"),
                row.getString("unit"),
                row.getInt("min_licenses"),
                row.getInt("max_licenses"),
                row.getBoolean("trial"),
                row.getBoolean("add_on"),
                row.getString("bases"),
                row.getString("upgrade_targets"),
                new OfferFacts.Limit(
                        OfferFacts.Limit.Kind.valueOf(
                                row.getString("limit_kind").toUpperCase(Locale.ROOT)),
                        row.getObject("limit_per_customer", Integer.class)));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime inUtc(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
