package io.relais.catalog;

import io.relais.web.Keyset;
import io.relais.web.Like;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/**
 * What may be sold today, where, and for how much (domain.md F-30, F-31).
 *
 * <p>Only offers of the segment {@value #SEGMENT} are shown: the others need a qualification of the customer (F-15), which nobody has yet.
 */
@Service
public class Catalog {

    static final String SEGMENT = "Commercial";

    private static final int MAX_WORDS = 10;

    private static final String COLUMNS =
            """
            select o.id, o.product_id, o.sku_id, o.title, o.description, o.category, o.unit, o.term_duration, o.billing_plan,
                   o.min_licenses, o.max_licenses, o.trial, o.add_on, o.bases, o.limit_per_customer, p.unit_price, p.currency
            """;

    private static final String ON_SALE =
            """
            from offer_price p join offer o on o.id = p.offer_id
            where p.market = :market and p.valid_from <= :now and (p.valid_to is null or p.valid_to > :now)
              and o.segment = '%s'
            """
                    .formatted(SEGMENT);

    private final JdbcClient database;
    private final PriceListImport imports;
    private final Clock clock;

    Catalog(JdbcClient database, PriceListImport imports, Clock clock) {
        this.database = database;
        this.imports = imports;
        this.clock = clock;
    }

    /** The categories with something on sale today in a market, sorted. */
    @Transactional(readOnly = true)
    public List<String> categories(String market) {
        return onSale("select distinct o.category " + ON_SALE + " order by o.category", market)
                .query(String.class)
                .list();
    }

    /**
     * What is on sale today in a market, sorted by category, title and term.
     *
     * @param market ISO 3166-1 alpha-2 code of the customer's country
     * @param category null for all
     * @param text words that must all be in the title or the {@code productId:skuId}, in any order and case; null for all
     */
    @Transactional(readOnly = true)
    public List<CatalogItem> search(String market, String category, String text, int atMost) {
        StringBuilder sql = new StringBuilder(COLUMNS).append(ON_SALE);
        Map<String, Object> values = new LinkedHashMap<>();
        where(sql, values, category, text);
        sql.append(" order by o.category, o.title, o.term_duration, o.billing_plan, o.product_id, o.sku_id");
        sql.append(" fetch first :atMost rows only");
        return onSale(sql.toString(), market)
                .params(values)
                .param("atMost", Math.max(atMost, 0))
                .query(Catalog::item)
                .list();
    }

    /** The markets that have or had prices, by code. */
    @Transactional(readOnly = true)
    public List<String> markets() {
        return database.sql("select market from offer_market order by market")
                .query(String.class)
                .list();
    }

    /** All categories, whatever is sold in them and where, sorted. */
    @Transactional(readOnly = true)
    public List<String> categories() {
        return database.sql("select distinct category from offer where segment = :segment order by category")
                .param("segment", SEGMENT)
                .query(String.class)
                .list();
    }

    /** A page of the list of offers by title, term and billing plan, each with its price in the filter's market. */
    @Transactional(readOnly = true)
    public Keyset.Page<CatalogItem> list(CatalogFilter filter, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decoded(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decoded(before);
        boolean backwards = up.isPresent();
        StringBuilder sql = new StringBuilder(COLUMNS).append(filter.sale().sql);
        Map<String, Object> values = new LinkedHashMap<>();
        where(sql, values, filter.category(), filter.text());
        equal(sql, values, "term_duration", filter.term());
        equal(sql, values, "billing_plan", filter.billingPlan());
        sql.append(
                switch (filter.kind()) {
                    case ANY -> "";
                    case BASE -> " and o.trial = false and o.add_on = false";
                    case ADD_ON -> " and o.add_on = true";
                    case TRIAL -> " and o.trial = true";
                });
        down.or(() -> up).ifPresent(place -> {
            sql.append(" and (o.sort_key, o.id) %s (:key, :id)".formatted(backwards ? "<" : ">"));
            values.put("key", place.value());
            values.put("id", place.id());
        });
        sql.append(" order by o.sort_key %1$s, o.id %1$s fetch first :atMost rows only"
                .formatted(backwards ? "desc" : "asc"));
        List<CatalogItem> found = onSale(sql.toString(), filter.market())
                .params(values)
                .param("atMost", size + 1)
                .query(Catalog::item)
                .list();
        return Keyset.page(
                found,
                size,
                backwards,
                down.isEmpty() && up.isEmpty(),
                item -> new Keyset.Place(
                        sortKey(item.title(), item.termDuration(), item.billingPlan()), item.offerId()));
    }

    private static void where(StringBuilder sql, Map<String, Object> values, String category, String text) {
        if (category != null && !category.isBlank()) {
            sql.append(" and o.category = :category");
            values.put("category", category.replaceAll("\\p{Cntrl}", " ").strip());
        }
        if (text != null && !text.isBlank()) {
            List<String> words = List.of(text.toLowerCase(Locale.ROOT)
                    .replaceAll("\\p{Cntrl}", " ")
                    .strip()
                    .split(" +"));
            for (String word : words.subList(0, Math.min(words.size(), MAX_WORDS))) {
                String name = "word" + values.size();
                sql.append(" and o.search_text like :").append(name).append(" escape '!'");
                values.put(name, Like.containing(word));
            }
        }
    }

    /** As the database keeps it to sort by. */
    static String sortKey(String title, String termDuration, String billingPlan) {
        return (title + " " + termDuration + " " + billingPlan).toLowerCase(Locale.ROOT);
    }

    private static void equal(StringBuilder sql, Map<String, Object> values, String column, String value) {
        if (value != null) {
            sql.append(" and o.%1$s = :%1$s".formatted(column));
            values.put(column, value);
        }
    }

    /** An offer with all its prices, whether it is on sale anywhere or not. */
    @Transactional(readOnly = true)
    public Optional<OfferSheet> offer(UUID offerId) {
        List<OfferSheet.Price> prices = database.sql(
                        "select * from offer_price where offer_id = :id order by market, valid_from desc")
                .param("id", offerId)
                .query((row, number) -> price(row))
                .list();
        return database.sql("select * from offer where id = :id")
                .param("id", offerId)
                .query((row, number) -> {
                    String sku = row.getString("product_id") + ":" + row.getString("sku_id");
                    return new OfferSheet(
                            offerId,
                            sku,
                            row.getString("title"),
                            row.getString("description"),
                            row.getString("publisher"),
                            row.getString("category"),
                            row.getString("segment"),
                            row.getString("unit"),
                            row.getString("term_duration"),
                            row.getString("billing_plan"),
                            row.getInt("min_licenses"),
                            row.getInt("max_licenses"),
                            row.getBoolean("trial"),
                            row.getBoolean("add_on"),
                            "lifetime".equals(row.getString("limit_kind")),
                            row.getObject("limit_per_customer", Integer.class),
                            titles(skus(row.getString("bases"))),
                            addOnsOf(sku),
                            titles(skus(row.getString("upgrade_targets"))),
                            prices);
                })
                .optional();
    }

    /** SKU ids with their titles, by title; one that is not in the catalog has its id for a title. */
    private Map<String, String> titles(Set<String> skus) {
        if (skus.isEmpty()) {
            return Map.of();
        }
        Map<String, String> titles = new HashMap<>();
        skus.forEach(sku -> titles.put(sku, sku));
        database.sql("select product_id, sku_id, title from offer where product_id in (:products)")
                .param("products", products(skus))
                .query((RowCallbackHandler) row -> titles.computeIfPresent(
                        row.getString("product_id") + ":" + row.getString("sku_id"), (sku, old) -> title(row)));
        return byTitle(titles);
    }

    private Map<String, String> addOnsOf(String sku) {
        Map<String, String> titles = new HashMap<>();
        database.sql("select distinct product_id, sku_id, title from offer where add_on = true and bases like :sku")
                .param("sku", "%" + sku + "%")
                .query((RowCallbackHandler)
                        row -> titles.put(row.getString("product_id") + ":" + row.getString("sku_id"), title(row)));
        return byTitle(titles);
    }

    private static String title(ResultSet row) {
        try {
            return row.getString("title");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> byTitle(Map<String, String> titles) {
        return titles.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    private OfferSheet.Price price(ResultSet row) throws SQLException {
        Instant from = row.getObject("valid_from", OffsetDateTime.class).toInstant();
        OffsetDateTime end = row.getObject("valid_to", OffsetDateTime.class);
        Instant to = end == null ? null : end.toInstant();
        BigDecimal erp = row.getBigDecimal("erp_price");
        return new OfferSheet.Price(
                row.getString("market"),
                row.getString("currency"),
                readable(row.getBigDecimal("unit_price")),
                erp == null ? null : readable(erp),
                from,
                to,
                OfferSheet.Period.of(from, to, clock.instant()));
    }

    /** The given offers as they are sold today in a market; an offer that is not among the answers is not sold there now. One query. */
    @Transactional(readOnly = true)
    public Map<UUID, CatalogItem> items(Collection<UUID> offerIds, String market) {
        Map<UUID, CatalogItem> items = new LinkedHashMap<>();
        if (!offerIds.isEmpty()) {
            onSale(COLUMNS + ON_SALE + " and o.id in (:ids)", market)
                    .param("ids", Set.copyOf(offerIds))
                    .query(Catalog::item)
                    .list()
                    .forEach(item -> items.put(item.offerId(), item));
        }
        return items;
    }

    /**
     * What a subscription to an offer can become, as sold today in a market: upgrades, or of a trial what it is converted to; sorted by
     * title and term. All terms and billing plans of a target are among the answers, and the offer itself may have ended long ago.
     */
    @Transactional(readOnly = true)
    public List<CatalogItem> upgradeTargets(UUID offerId, String market) {
        Set<String> targets = targetsOf(offerId);
        if (targets.isEmpty()) {
            return List.of();
        }
        return onSale(
                        COLUMNS + ON_SALE
                                + " and o.product_id in (:products) order by o.title, o.term_duration, o.billing_plan",
                        market)
                .param("products", products(targets))
                .query(Catalog::item)
                .list()
                .stream()
                .filter(item -> targets.contains(item.sku()))
                .toList();
    }

    /** The SKU ids and titles of what a subscription to an offer can become, on sale or not, by title. */
    @Transactional(readOnly = true)
    public Map<String, String> upgradeTargets(UUID offerId) {
        return titles(targetsOf(offerId));
    }

    /**
     * What a trial can be converted to, as sold today in a market: what the price list names for it, and if it names nothing, all that is
     * paid of the same product.
     */
    @Transactional(readOnly = true)
    public List<CatalogItem> conversions(UUID trialId, String market) {
        List<CatalogItem> found = targetsOf(trialId).isEmpty()
                ? onSale(
                                COLUMNS + ON_SALE
                                        + " and o.product_id = (select t.product_id from offer t where t.id = :id)"
                                        + " order by o.title, o.term_duration, o.billing_plan",
                                market)
                        .param("id", trialId)
                        .query(Catalog::item)
                        .list()
                : upgradeTargets(trialId, market);
        return found.stream().filter(item -> !item.trial() && !item.addOn()).toList();
    }

    private Set<String> targetsOf(UUID offerId) {
        return database.sql("select upgrade_targets from offer where id = :id")
                .param("id", offerId)
                .query((row, number) -> skus(row.getString(1)))
                .optional()
                .orElse(Set.of());
    }

    /**
     * Takes over a price list: CSV with the columns of the new-commerce license price list and, optionally, ours (see
     * {@link PriceListReader}). A row that can't be taken is left out and reported with its line; a file that can't be read as a whole
     * changes nothing.
     *
     * <p>A price replaces the one before it from its start date on; what was valid before stays in the history. Importing the same list
     * again changes nothing.
     *
     * @throws PriceListUnreadableException if the file is not a price list or ends in the middle of a row
     * @throws PriceListBusyException if another list is being imported
     */
    @Transactional
    public ImportReport importPriceList(Reader csv) {
        return importPriceList(csv, false);
    }

    /**
     * The same.
     *
     * @param complete whether the offers end that the list does not have, in each market, currency and segment that it has
     */
    @Transactional
    public ImportReport importPriceList(Reader csv, boolean complete) {
        return imports.run(UUID.randomUUID(), csv, complete, PriceListWatcher.NOBODY);
    }

    /** Tells what {@link #importPriceList(Reader, boolean)} would do, and does nothing. */
    @Transactional
    public ImportReport tryPriceList(Reader csv, boolean complete) {
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return importPriceList(csv, complete);
    }

    private JdbcClient.StatementSpec onSale(String sql, String market) {
        return database.sql(sql)
                .param("market", market.toUpperCase(Locale.ROOT))
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private static CatalogItem item(ResultSet row, int number) throws SQLException {
        return new CatalogItem(
                row.getObject("id", UUID.class),
                row.getString("product_id"),
                row.getString("sku_id"),
                row.getString("title"),
                row.getString("description"),
                row.getString("category"),
                row.getString("unit"),
                row.getString("term_duration"),
                row.getString("billing_plan"),
                row.getInt("min_licenses"),
                row.getInt("max_licenses"),
                row.getBoolean("trial"),
                row.getBoolean("add_on"),
                skus(row.getString("bases")),
                row.getObject("limit_per_customer", Integer.class),
                readable(row.getBigDecimal("unit_price")),
                row.getString("currency"));
    }

    private static Set<String> products(Set<String> skus) {
        return skus.stream().map(sku -> sku.substring(0, sku.indexOf(':'))).collect(Collectors.toSet());
    }

    private static Set<String> skus(String joined) {
        return joined.isEmpty() ? Set.of() : Set.of(joined.split(" "));
    }

    /** At least two decimals, and more only where they matter. */
    private static BigDecimal readable(BigDecimal price) {
        BigDecimal plain = price.stripTrailingZeros();
        return plain.scale() < 2 ? plain.setScale(2) : plain;
    }
}
