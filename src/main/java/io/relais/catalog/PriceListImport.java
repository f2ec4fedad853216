package io.relais.catalog;

import io.relais.audit.AuditTrail;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/**
 * Compares a price list with what is known and writes the differences, a batch of rows at a time: two queries and at most four batched
 * statements per {@value #BATCH} rows. Besides a batch, memory holds the identity of each offer and price seen in the file, to tell a
 * row that contradicts an earlier one.
 */
@Component
class PriceListImport {

    private static final int BATCH = 500;

    private final NamedParameterJdbcTemplate database;
    private final AuditTrail audit;
    private final Clock clock;

    PriceListImport(NamedParameterJdbcTemplate database, AuditTrail audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Runs in the caller's transaction. */
    ImportReport run(Reader csv) {
        Run run = new Run();
        PriceListReader.read(csv, run);
        return run.finished();
    }

    /** An offer as known, or as it will be. */
    private static final class Offer {

        private final UUID id;
        private OfferFacts facts;
        private boolean fresh;
        private boolean changed;

        private Offer(UUID id, OfferFacts facts) {
            this.id = id;
            this.facts = facts;
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
        private boolean fresh;
        private boolean changed;

        private Price(UUID id, String currency, BigDecimal unitPrice, BigDecimal erpPrice, Instant from, Instant to) {
            this.id = id;
            this.currency = currency;
            this.unitPrice = unitPrice;
            this.erpPrice = erpPrice;
            this.from = from;
            this.to = to;
        }

        private boolean says(PriceListRow row, Instant until) {
            return currency.equals(row.currency())
                    && unitPrice.compareTo(row.unitPrice()) == 0
                    && Objects.equals(erpPrice, row.erpPrice())
                    && Objects.equals(to, until);
        }

        private String shown() {
            return unitPrice.stripTrailingZeros().toPlainString() + " " + currency;
        }
    }

    /** An offer's prices over time in one market. */
    private record Market(UUID offerId, String code) {}

    private final class Run implements PriceListReader.Receiver {

        private final UUID id = UUID.randomUUID();
        private final Instant now = clock.instant();
        private final List<PriceListRow> batch = new ArrayList<>(BATCH);
        private final List<RefusedRow> refused = new ArrayList<>();
        private final Map<UUID, Long> linesOfOffers = new HashMap<>();
        private final Map<UUID, Long> linesOfPrices = new HashMap<>();
        private Map<OfferKey, Offer> offers;
        private Map<Market, TreeMap<Instant, Price>> prices;
        private int added;
        private int changed;
        private int unchanged;

        @Override
        public void row(PriceListRow row) {
            batch.add(row);
            if (batch.size() == BATCH) {
                takeBatch();
            }
        }

        @Override
        public void refused(RefusedRow row) {
            refused.add(row);
        }

        private ImportReport finished() {
            takeBatch();
            refused.sort(Comparator.comparingLong(RefusedRow::line));
            if (added + changed > 0) {
                audit.record(
                        "import_price_list",
                        "price_list",
                        id,
                        null,
                        "added %d, changed %d, unchanged %d, refused %d"
                                .formatted(added, changed, unchanged, refused.size()));
            }
            return new ImportReport(added, changed, unchanged, List.copyOf(refused));
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
                    refused.add(e.at(row.line()));
                }
            }
            write();
            batch.clear();
        }

        private void take(PriceListRow row) throws RowRefusedException {
            Offer known = offers.get(row.key());
            OfferFacts facts =
                    known == null ? row.facts().orUsual() : row.facts().orElse(known.facts);
            facts.check(row.unitPrice());
            boolean otherFacts = known != null && !facts.equals(known.facts);
            if (otherFacts && linesOfOffers.containsKey(known.id)) {
                throw new RowRefusedException("catalog.refused.describedOtherwise", "" + linesOfOffers.get(known.id));
            }

            Offer offer = known != null ? known : new Offer(UUID.randomUUID(), facts);
            TreeMap<Instant, Price> history =
                    prices.computeIfAbsent(new Market(offer.id, row.market()), market -> new TreeMap<>());
            Price sameStart = history.get(row.validFrom());
            Instant until = earlier(row.validTo(), nextStart(history, row.validFrom()));
            boolean otherPrice = sameStart == null || !sameStart.says(row, until);
            if (otherPrice && sameStart != null && linesOfPrices.containsKey(sameStart.id)) {
                throw new RowRefusedException("catalog.refused.twice", "" + linesOfPrices.get(sameStart.id));
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
            linesOfOffers.putIfAbsent(offer.id, row.line());
            Price price = otherPrice ? price(offer, row, history, sameStart, until) : sameStart;
            linesOfPrices.putIfAbsent(price.id, row.line());
            if (newHere) {
                added++;
            } else if (otherPrice || otherFacts) {
                changed++;
            } else {
                unchanged++;
            }
        }

        private Price price(
                Offer offer, PriceListRow row, TreeMap<Instant, Price> history, Price sameStart, Instant until) {
            if (sameStart == null) {
                Price price = new Price(
                        UUID.randomUUID(), row.currency(), row.unitPrice(), row.erpPrice(), row.validFrom(), until);
                price.fresh = true;
                var before = history.lowerEntry(row.validFrom());
                if (before != null) {
                    Price former = before.getValue();
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
            return history.higherKey(from);
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
                    "select * from offer where product_id in (:products)",
                    Map.of(
                            "products",
                            distinct(batch.stream()
                                    .map(row -> row.key().productId())
                                    .toList())),
                    row -> {
                        known.put(key(row), new Offer(row.getObject("id", UUID.class), facts(row)));
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
                    "select * from offer_price where offer_id in (:offers) and market in (:markets)",
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
                                instant(row, "valid_to"));
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
                    insert into offer (id, product_id, sku_id, term_duration, billing_plan, segment, title, description, publisher,
                        category, unit, min_licenses, max_licenses, trial, add_on, bases, upgrade_targets, limit_kind, limit_per_customer,
                        search_text)
                    values (:id, :product, :sku, :term, :billing, :segment, :title, :description, :publisher,
                        :category, :unit, :min, :max, :trial, :addOn, :bases, :upgradeTargets, :limitKind, :limit, :searchText)
                    """,
                    newOffers);
            batch(
                    """
                    update offer set title = :title, description = :description, publisher = :publisher, category = :category,
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

    private static SqlParameterSource parameters(OfferKey key, Offer offer) {
        OfferFacts facts = offer.facts;
        return new MapSqlParameterSource("id", offer.id)
                .addValue("product", key.productId())
                .addValue("sku", key.skuId())
                .addValue("term", key.termDuration())
                .addValue("billing", key.billingPlan())
                .addValue("segment", key.segment())
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
