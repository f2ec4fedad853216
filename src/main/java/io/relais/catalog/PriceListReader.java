package io.relais.catalog;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a price list row by row, in flat memory, and refuses the rows that make no sense, each for the first reason found.
 *
 * <p>The file is CSV, comma or semicolon, with or without a byte order mark; columns may come in any order, others than those of
 * {@link Column} are ignored. With semicolons prices may have a decimal comma. Where a file lacks one of our own columns, what is known of
 * an offer stays as it is; an empty cell in such a column means "the usual": category <i>Other</i>, at least 1 and at most 10,000,000
 * licenses, no trial, no add-on, no limit. Without {@code IsTrial} an offer tagged <i>Trial</i> is one.
 */
final class PriceListReader {

    /** The columns that are read. */
    enum Column {
        PRODUCT_ID("ProductId", true),
        SKU_ID("SkuId", true),
        SKU_TITLE("SkuTitle", true),
        TERM_DURATION("TermDuration", true),
        BILLING_PLAN("BillingPlan", true),
        MARKET("Market", true),
        CURRENCY("Currency", true),
        UNIT_PRICE("UnitPrice", true),
        EFFECTIVE_START_DATE("EffectiveStartDate", true),
        EFFECTIVE_END_DATE("EffectiveEndDate", false),
        SKU_DESCRIPTION("SkuDescription", false),
        PUBLISHER("Publisher", false),
        UNIT_OF_MEASURE("UnitOfMeasure", false),
        PRICING_TIER_RANGE_MIN("PricingTierRangeMin", false),
        TAGS("Tags", false),
        ERP_PRICE("ERP Price", false),
        SEGMENT("Segment", false),
        // Ours, after the offer matrix that comes with the price list:
        CATEGORY("Category", false),
        MIN_LICENSES("MinLicenses", false),
        MAX_LICENSES("MaxLicenses", false),
        IS_TRIAL("IsTrial", false),
        IS_ADD_ON("IsAddOn", false),
        BASE_SKUS("BaseSkus", false),
        LIMIT_PER_CUSTOMER("LimitPerCustomer", false),
        UPGRADE_TARGETS("UpgradeTargets", false);

        private final String header;
        private final boolean required;

        Column(String header, boolean required) {
            this.header = header;
            this.required = required;
        }

        private static String plain(String header) {
            return header.replaceAll("[\\s_]", "").toLowerCase(Locale.ROOT);
        }
    }

    /** Takes what was read. */
    interface Receiver {

        void row(PriceListRow row);

        /** @param seen what the row was about, as far as it could be read */
        void refused(RefusedRow row, Seen seen);
    }

    /**
     * What a refused row was about.
     *
     * @param key null if the row does not tell which offer it means
     */
    record Seen(OfferKey key, String title, String offer, String market) {}

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int HEADER_LIMIT = 16_384;
    private static final int ROW_LIMIT = 1_000_000;
    private static final int FAR_FUTURE = 9999;
    private static final int PRICE_DECIMALS = 4;
    private static final Pattern PRODUCT = Pattern.compile("[A-Z0-9]{1,20}");
    private static final Pattern SKU = Pattern.compile("[A-Z0-9]{1,10}");
    private static final Pattern PRICE = Pattern.compile("\\d{1,15}(\\.\\d{1,10})?");
    private static final Pattern LIMIT = Pattern.compile("(?:(concurrent|lifetime)\\s*:?\\s*)?([1-9]\\d{0,8})");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\n\\r]]");
    private static final Set<String> COUNTRIES = countries();
    private static final Map<String, Set<String>> BILLING_PLANS = Map.of(
            "P1M", Set.of("monthly", "none"),
            "P1Y", Set.of("monthly", "annual", "none"),
            "P3Y", Set.of("monthly", "annual", "triennial", "none"));

    private final Receiver receiver;
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class);
    private boolean decimalComma;
    private int width;

    private PriceListReader(Receiver receiver) {
        this.receiver = receiver;
    }

    /** @throws PriceListUnreadableException as soon as it is clear that the file as a whole can't be trusted */
    static void read(Reader csv, Receiver receiver) {
        try {
            new PriceListReader(receiver).read(csv);
        } catch (IOException e) {
            throw unreadable(e);
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        }
    }

    private void read(Reader csv) throws IOException {
        Ending ending = new Ending(csv);
        BufferedReader reader = new BufferedReader(ending);
        char delimiter = delimiter(reader);
        decimalComma = delimiter == ';';
        // Empty lines are records here, so that the parser's line number is where the next record begins.
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .get();
        try (CSVParser parser =
                CSVParser.builder().setReader(reader).setFormat(format).get()) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                throw new PriceListUnreadableException("catalog.file.empty");
            }
            header(records.next());
            ending.rowDone(2);
            long line = parser.getCurrentLineNumber() + 1;
            while (records.hasNext()) {
                CSVRecord record = records.next();
                long nextLine = parser.getCurrentLineNumber() + 1;
                if (record.size() > 1 || !record.get(0).isBlank()) {
                    if (record.size() < width && !records.hasNext() && !ending.atEndOfLine()) {
                        throw new PriceListUnreadableException("catalog.file.truncated", Long.toString(line));
                    }
                    read(record, line);
                }
                line = nextLine;
                ending.rowDone(line);
            }
        }
    }

    private static PriceListUnreadableException unreadable(IOException e) {
        if (e instanceof CharacterCodingException) {
            return new PriceListUnreadableException("catalog.file.encoding");
        }
        String problem = String.valueOf(e.getMessage());
        return problem.contains("EOF reached")
                ? new PriceListUnreadableException("catalog.file.openQuote", firstNumber(problem))
                : new PriceListUnreadableException("catalog.file.notCsv", firstNumber(problem));
    }

    /** The line that the CSV parser names in its message. */
    private static String firstNumber(String problem) {
        var number = Pattern.compile("\\d[\\d,.\\u00a0\\u202f]*").matcher(problem);
        return number.find() ? number.group().replaceAll("\\D", "") : "?";
    }

    private static char delimiter(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        reader.mark(HEADER_LIMIT);
        int commas = 0;
        int semicolons = 0;
        for (int i = 0; i < HEADER_LIMIT; i++) {
            int next = reader.read();
            if (next == ',') {
                commas++;
            } else if (next == ';') {
                semicolons++;
            } else if (next < 0 || next == '\n' || next == '\r') {
                break;
            }
        }
        reader.reset();
        return semicolons > commas ? ';' : ',';
    }

    private void header(CSVRecord header) {
        List<String> names = header.stream().map(Column::plain).toList();
        width = names.size();
        for (Column column : Column.values()) {
            String name = Column.plain(column.header);
            int position = names.indexOf(name);
            if (position != names.lastIndexOf(name)) {
                throw new PriceListUnreadableException("catalog.file.columnTwice", column.header);
            }
            if (position >= 0) {
                positions.put(column, position);
            }
        }
        List<String> missing = Arrays.stream(Column.values())
                .filter(column -> column.required && !positions.containsKey(column))
                .map(column -> column.header)
                .toList();
        if (!missing.isEmpty()) {
            throw new PriceListUnreadableException("catalog.file.columns", String.join(", ", missing));
        }
    }

    private void read(CSVRecord record, long line) {
        PriceListRow row;
        try {
            row = row(record, line);
        } catch (RowRefusedException e) {
            receiver.refused(e.at(line), seen(record));
            return;
        }
        receiver.row(row);
    }

    private Seen seen(CSVRecord record) {
        String term = raw(record, Column.TERM_DURATION);
        String billing = raw(record, Column.BILLING_PLAN);
        String market = raw(record, Column.MARKET);
        OfferKey key;
        try {
            key = record.size() > width
                    ? null
                    : new OfferKey(
                            productId(record),
                            skuId(record),
                            term.toUpperCase(Locale.ROOT),
                            billing.toLowerCase(Locale.ROOT),
                            segment(record));
        } catch (RowRefusedException e) {
            key = null;
        }
        String offer = raw(record, Column.PRODUCT_ID) + ":" + raw(record, Column.SKU_ID) + " " + term + " " + billing;
        return new Seen(key, raw(record, Column.SKU_TITLE), offer.strip(), market.toUpperCase(Locale.ROOT));
    }

    private String raw(CSVRecord record, Column column) {
        int position = positions.get(column);
        return position < record.size()
                ? RowRefusedException.shownSafely(record.get(position).strip())
                : "";
    }

    private PriceListRow row(CSVRecord record, long line) throws RowRefusedException {
        if (record.size() > width) {
            // Even when the last cells are empty: a price with a decimal comma and no quotes would shift all that
            // follows it.
            throw new RowRefusedException(
                    "catalog.refused.columns", Integer.toString(record.size()), Integer.toString(width));
        }
        String term = required(record, Column.TERM_DURATION, 20).toUpperCase(Locale.ROOT);
        if (!BILLING_PLANS.containsKey(term)) {
            throw new RowRefusedException("catalog.refused.term", term);
        }
        String billing = required(record, Column.BILLING_PLAN, 20).toLowerCase(Locale.ROOT);
        if (BILLING_PLANS.values().stream().noneMatch(plans -> plans.contains(billing))) {
            throw new RowRefusedException("catalog.refused.billing", billing);
        }
        if (!BILLING_PLANS.get(term).contains(billing)) {
            throw new RowRefusedException("catalog.refused.billingTerm", billing, term);
        }
        OfferKey key = new OfferKey(productId(record), skuId(record), term, billing, segment(record));
        tier(record);
        BigDecimal unitPrice = price(record, Column.UNIT_PRICE, required(record, Column.UNIT_PRICE, 40));
        String erpPrice = filled(record, Column.ERP_PRICE, 40);
        Instant from = start(required(record, Column.EFFECTIVE_START_DATE, 40));
        Instant to = end(filled(record, Column.EFFECTIVE_END_DATE, 40));
        if (to != null && !to.isAfter(from)) {
            throw new RowRefusedException("catalog.refused.period");
        }
        return new PriceListRow(
                line,
                key,
                facts(record),
                market(record),
                currency(record),
                unitPrice,
                erpPrice == null ? null : price(record, Column.ERP_PRICE, erpPrice),
                from,
                to);
    }

    private OfferFacts facts(CSVRecord record) throws RowRefusedException {
        OfferFacts read = new OfferFacts(
                required(record, Column.SKU_TITLE, 255),
                text(record, Column.SKU_DESCRIPTION, 4000),
                text(record, Column.PUBLISHER, 255),
                filled(record, Column.CATEGORY, 100),
                filled(record, Column.UNIT_OF_MEASURE, 50),
                licenses(record, Column.MIN_LICENSES),
                licenses(record, Column.MAX_LICENSES),
                trial(record),
                yesOrNo(record, Column.IS_ADD_ON),
                skus(record, Column.BASE_SKUS),
                skus(record, Column.UPGRADE_TARGETS),
                limit(record));
        OfferFacts complete = read.orUsual();
        return new OfferFacts(
                read.title(),
                read.description(),
                read.publisher(),
                has(Column.CATEGORY) ? complete.category() : null,
                has(Column.UNIT_OF_MEASURE) ? complete.unit() : null,
                has(Column.MIN_LICENSES) ? complete.minLicenses() : null,
                has(Column.MAX_LICENSES) ? complete.maxLicenses() : null,
                has(Column.IS_TRIAL) || has(Column.TAGS) ? complete.trial() : null,
                has(Column.IS_ADD_ON) || has(Column.BASE_SKUS) ? complete.addOn() : null,
                has(Column.BASE_SKUS) ? complete.bases() : null,
                has(Column.UPGRADE_TARGETS) ? complete.upgradeTargets() : null,
                has(Column.LIMIT_PER_CUSTOMER) ? complete.limit() : null);
    }

    private String segment(CSVRecord record) throws RowRefusedException {
        String segment = filled(record, Column.SEGMENT, 20);
        return segment == null || segment.equalsIgnoreCase(Catalog.SEGMENT) ? Catalog.SEGMENT : segment;
    }

    private String productId(CSVRecord record) throws RowRefusedException {
        String id = required(record, Column.PRODUCT_ID, 40).toUpperCase(Locale.ROOT);
        if (!PRODUCT.matcher(id).matches()) {
            throw new RowRefusedException("catalog.refused.id", Column.PRODUCT_ID.header, id);
        }
        return id;
    }

    private String skuId(CSVRecord record) throws RowRefusedException {
        String id = required(record, Column.SKU_ID, 40).toUpperCase(Locale.ROOT);
        if (!SKU.matcher(id).matches()) {
            throw new RowRefusedException("catalog.refused.id", Column.SKU_ID.header, id);
        }
        return padded(id);
    }

    /** Spreadsheets turn 0001 into 1. */
    private static String padded(String skuId) {
        return "0".repeat(Math.max(0, 4 - skuId.length())) + skuId;
    }

    private String market(CSVRecord record) throws RowRefusedException {
        String market = required(record, Column.MARKET, 40).toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(market)) {
            throw new RowRefusedException("catalog.refused.market", market);
        }
        return market;
    }

    private String currency(CSVRecord record) throws RowRefusedException {
        String code = required(record, Column.CURRENCY, 40).toUpperCase(Locale.ROOT);
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw new RowRefusedException("catalog.refused.currency", code);
        }
    }

    /** One price per offer is kept: that of the first license. */
    private void tier(CSVRecord record) throws RowRefusedException {
        String from = filled(record, Column.PRICING_TIER_RANGE_MIN, 40);
        if (from != null && !from.matches("[01]([.,]0*)?")) {
            throw new RowRefusedException("catalog.refused.tier", from);
        }
    }

    private BigDecimal price(CSVRecord record, Column column, String text) throws RowRefusedException {
        String number = decimalComma ? text.replace(',', '.') : text;
        if (!PRICE.matcher(number).matches()) {
            throw new RowRefusedException("catalog.refused.price", column.header, text);
        }
        return new BigDecimal(number).setScale(PRICE_DECIMALS, RoundingMode.HALF_UP);
    }

    private static Instant start(String text) throws RowRefusedException {
        if (isDate(text)) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        return instant(text);
    }

    /** Price lists end in the last second of a day, and forever in the year 9999. */
    private static Instant end(String text) throws RowRefusedException {
        if (text == null) {
            return null;
        }
        Instant end;
        if (isDate(text)) {
            end = start(text).plus(Duration.ofDays(1));
        } else {
            end = instant(text);
            Instant nextDay = end.plusSeconds(1).truncatedTo(ChronoUnit.DAYS);
            end = nextDay.isAfter(end) ? nextDay : end;
        }
        return end.isBefore(LocalDate.of(FAR_FUTURE, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC)) ? end : null;
    }

    private static boolean isDate(String text) throws RowRefusedException {
        if (!text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return false;
        }
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            throw new RowRefusedException("catalog.refused.date", text);
        }
    }

    /** To the microsecond, as databases keep it. */
    private static Instant instant(String text) throws RowRefusedException {
        String iso = text.replace(' ', 'T');
        try {
            Instant instant = iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return instant.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw new RowRefusedException("catalog.refused.date", text);
        }
    }

    private Integer licenses(CSVRecord record, Column column) throws RowRefusedException {
        String text = filled(record, column, 40);
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9]\\d{0,7}") || Integer.parseInt(text) > OfferFacts.MOST_LICENSES) {
            throw new RowRefusedException("catalog.refused.licenses", column.header, text);
        }
        return Integer.valueOf(text);
    }

    private Boolean trial(CSVRecord record) throws RowRefusedException {
        if (has(Column.IS_TRIAL)) {
            return yesOrNo(record, Column.IS_TRIAL);
        }
        String tags = text(record, Column.TAGS, 4000);
        return tags == null
                ? null
                : Arrays.stream(tags.split("[;,|]")).anyMatch(tag -> tag.strip().equalsIgnoreCase("trial"));
    }

    private Boolean yesOrNo(CSVRecord record, Column column) throws RowRefusedException {
        String text = filled(record, column, 40);
        if (text == null) {
            return null;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1", "oui", "vrai" -> true;
            case "false", "no", "0", "non", "faux" -> false;
            default -> throw new RowRefusedException("catalog.refused.yesNo", column.header, text);
        };
    }

    private String skus(CSVRecord record, Column column) throws RowRefusedException {
        String text = filled(record, column, 4000);
        if (text == null) {
            return null;
        }
        Set<String> skus = new TreeSet<>();
        for (String sku : text.toUpperCase(Locale.ROOT).split("[\\s|,;]+")) {
            String[] ids = sku.split("[:/]", -1);
            if (sku.isEmpty()) {
                continue;
            }
            if (ids.length != 2
                    || !PRODUCT.matcher(ids[0]).matches()
                    || !SKU.matcher(ids[1]).matches()) {
                throw new RowRefusedException("catalog.refused.skus", sku, column.header);
            }
            skus.add(ids[0] + ":" + padded(ids[1]));
        }
        String joined = String.join(" ", skus);
        if (joined.length() > 2000) {
            throw new RowRefusedException("catalog.refused.tooLong", column.header, "2000");
        }
        return joined;
    }

    private OfferFacts.Limit limit(CSVRecord record) throws RowRefusedException {
        String text = filled(record, Column.LIMIT_PER_CUSTOMER, 40);
        if (text == null) {
            return null;
        }
        if (text.equalsIgnoreCase("none")) {
            return OfferFacts.Limit.NONE;
        }
        var limit = LIMIT.matcher(text.toLowerCase(Locale.ROOT));
        if (!limit.matches()) {
            throw new RowRefusedException("catalog.refused.limit", text);
        }
        return new OfferFacts.Limit(
                "lifetime".equals(limit.group(1)) ? OfferFacts.Limit.Kind.LIFETIME : OfferFacts.Limit.Kind.CONCURRENT,
                Integer.valueOf(limit.group(2)));
    }

    private String required(CSVRecord record, Column column, int maxLength) throws RowRefusedException {
        String text = text(record, column, maxLength);
        if (text.isEmpty()) {
            throw new RowRefusedException("catalog.refused.missing", column.header);
        }
        return text;
    }

    /** The cell, empty when the row ends before it; null when the file has no such column. */
    private String text(CSVRecord record, Column column, int maxLength) throws RowRefusedException {
        Integer position = positions.get(column);
        if (position == null) {
            return null;
        }
        String text = position < record.size()
                ? record.get(position).replace("\r\n", "\n").strip()
                : "";
        if (CONTROL.matcher(text).find()) {
            throw new RowRefusedException("catalog.refused.characters", column.header);
        }
        if (text.length() > maxLength) {
            throw new RowRefusedException("catalog.refused.tooLong", column.header, Integer.toString(maxLength));
        }
        return text;
    }

    private String filled(CSVRecord record, Column column, int maxLength) throws RowRefusedException {
        String text = text(record, column, maxLength);
        return text == null || text.isEmpty() ? null : text;
    }

    private boolean has(Column column) {
        return positions.containsKey(column);
    }

    private static Set<String> countries() {
        Set<String> countries = new TreeSet<>(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));
        // Kosovo, whose code is in use without being in the standard
        countries.add("XK");
        return countries;
    }

    /** Remembers how the text ends, and stops at a row that does not: a lost quote would take the whole file for one cell. */
    private static final class Ending extends FilterReader {

        private char last = '\n';
        private long line = 1;
        private int read;

        Ending(Reader text) {
            super(text);
        }

        boolean atEndOfLine() {
            return last == '\n' || last == '\r';
        }

        void rowDone(long nextLine) {
            line = nextLine;
            read = 0;
        }

        private void count(int more) {
            read += more;
            if (read > ROW_LIMIT) {
                throw new PriceListUnreadableException("catalog.file.endlessRow", Long.toString(line));
            }
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (next >= 0) {
                last = (char) next;
                count(1);
            }
            return next;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                last = buffer[offset + count - 1];
                count(count);
            }
            return count;
        }
    }
}
