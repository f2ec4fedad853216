package io.relais.customer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The order of every list of customers, whatever it is filtered, searched and sorted by: table {@code customer_listing}, an index that we
 * keep ourselves since no index of a database serves all of it. Each page is then one range of one unique index, read in its order, and
 * costs the same with a thousand customers and a million.
 *
 * <p>A customer has an entry per scope and way to find it. <em>Scopes</em>: all customers, former customers, a reseller's customers, those
 * with a tag. An <em>entry</em> is a letter (n: by name, s: newest first, t: a term to search), the sort value, a zero byte and the
 * customer's id. Terms are the beginnings of the name's words, each with the rest of the name behind it, and the domains. Names are
 * compared without accents and case. Entries are bytes, since databases order text each in their way: with many collations the range of a
 * prefix does not even hold all that begins with it.
 */
@Component
public class CustomerListing {

    /** The scope of all customers. */
    static final UUID ALL = new UUID(0, 0);

    /** The scope of former customers, who are in no other. */
    static final UUID FORMER = new UUID(0, 1);

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TERM = 60;
    private static final HexFormat HEX = HexFormat.of();
    private static final int BATCH = 1000;

    private final JdbcTemplate database;

    CustomerListing(JdbcTemplate database) {
        this.database = database;
    }

    /** @param key the entry's bytes in hexadecimal, which sorts as they do */
    record Entry(UUID scope, String key) {

        UUID customer() {
            ByteBuffer id = ByteBuffer.wrap(HEX.parseHex(key, key.length() - 32, key.length()));
            return new UUID(id.getLong(), id.getLong());
        }

        byte[] bytes() {
            return HEX.parseHex(key);
        }
    }

    /** The entries of a scope between two keys, both excluded; no entry is equal to an end of {@link #byName} and the like. */
    record Range(UUID scope, String from, String to) {

        static Range byName(UUID scope) {
            return new Range(scope, "6e", "6f");
        }

        static Range newestFirst(UUID scope) {
            return new Range(scope, "73", "74");
        }

        /** What begins like this text; case and accents make no difference. */
        static Range search(UUID scope, String text) {
            String prefix = HEX.formatHex(bytes('t', plain(text), LONGEST_TERM));
            return new Range(scope, prefix, prefix + "ff");
        }

        /** Those of exactly this name; case and accents make no difference. */
        static Range named(UUID scope, String name) {
            String beginning = HEX.formatHex(bytes('n', plain(name), LONGEST_NAME));
            return new Range(scope, beginning + "00", beginning + "01");
        }

        boolean holds(String key) {
            return from.compareTo(key) < 0 && key.compareTo(to) < 0;
        }

        Range after(String key) {
            return new Range(scope, key, to);
        }

        Range before(String key) {
            return new Range(scope, from, key);
        }
    }

    /** The scope of the customers with this tag. */
    static UUID ofTag(String tagKey) {
        return UUID.nameUUIDFromBytes(("tag:" + tagKey).getBytes(StandardCharsets.UTF_8));
    }

    /** All entries that a customer has to have. */
    static Set<Entry> entries(
            Customer customer, Collection<String> domains, Collection<UUID> resellers, Collection<String> tagKeys) {
        return entries(
                customer.isCurrent(),
                resellers,
                tagKeys,
                keys(
                        customer.getId(),
                        customer.getDetails().companyName(),
                        customer.getDetails().domain(),
                        domains,
                        customer.getCreatedAt()));
    }

    private static Set<Entry> entries(
            boolean current, Collection<UUID> resellers, Collection<String> tagKeys, Set<String> keys) {
        List<UUID> scopes = new ArrayList<>();
        if (current) {
            scopes.add(ALL);
            scopes.addAll(resellers);
            tagKeys.forEach(tag -> scopes.add(ofTag(tag)));
        } else {
            scopes.add(FORMER);
        }
        Set<Entry> entries = new LinkedHashSet<>();
        scopes.forEach(scope -> keys.forEach(key -> entries.add(new Entry(scope, key))));
        return entries;
    }

    private static Set<String> keys(
            UUID id, String name, String firstDomain, Collection<String> otherDomains, Instant since) {
        String plain = plain(name);
        Set<String> keys = new LinkedHashSet<>();
        keys.add(key(bytes('n', plain, LONGEST_NAME), id));
        keys.add(key(
                ByteBuffer.allocate(9)
                        .put((byte) 's')
                        .putLong(Long.MAX_VALUE - since.toEpochMilli())
                        .array(),
                id));
        TreeSet<String> terms = new TreeSet<>(otherDomains);
        terms.add(firstDomain);
        for (int i = 0; i < plain.length(); i++) {
            if (i == 0
                    || plain.charAt(i - 1) == ' '
                    || (Character.isLetterOrDigit(plain.charAt(i))
                            && !Character.isLetterOrDigit(plain.charAt(i - 1))
                            && !Character.isLowSurrogate(plain.charAt(i)))) {
                terms.add(plain.substring(i));
            }
        }
        for (String term : terms) {
            String longer = terms.higher(term);
            if (longer == null || !longer.startsWith(term)) {
                keys.add(key(bytes('t', term, LONGEST_TERM), id));
            }
        }
        return keys;
    }

    /** The first of a customer's entries in a range: under it the customer is listed, so that it comes only once. */
    static String first(Range range, Set<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.scope.equals(range.scope) && range.holds(entry.key))
                .map(Entry::key)
                .min(String::compareTo)
                .orElse("");
    }

    /** Lower case, without accents, blanks single: what names and searches are compared by. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("đ", "d")
                .replace('’', '\'')
                .replaceAll("[\\s\\p{Z}\\p{C}]+", " ")
                .strip();
    }

    private static byte[] bytes(char kind, String text, int longest) {
        byte[] bytes = (kind + text).getBytes(StandardCharsets.UTF_8);
        return bytes.length <= longest ? bytes : java.util.Arrays.copyOf(bytes, longest);
    }

    private static String key(byte[] sort, UUID id) {
        return HEX.formatHex(ByteBuffer.allocate(sort.length + 17)
                .put(sort)
                .put((byte) 0)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    List<Entry> find(Range range, boolean backwards, int atMost) {
        String direction = backwards ? "desc" : "asc";
        return database.query(
                "select entry from customer_listing where scope = ? and entry > ? and entry < ? order by scope "
                        + direction + ", entry " + direction + " fetch first " + atMost + " rows only",
                (row, number) -> new Entry(range.scope, HEX.formatHex(row.getBytes(1))),
                range.scope,
                HEX.parseHex(range.from),
                HEX.parseHex(range.to));
    }

    /** Brings the entries of a customer from what they were to what they have to be. */
    void replace(Set<Entry> before, Set<Entry> after) {
        batch("delete from customer_listing where scope = ? and entry = ?", without(before, after));
        batch("insert into customer_listing (scope, entry) values (?, ?)", without(after, before));
    }

    /**
     * Makes the entries of customers that came into the tables in bulk, past {@link Customers}. There must be none yet.
     *
     * @return for how many customers
     */
    public static long fill(JdbcTemplate database) {
        CustomerListing listing = new CustomerListing(database);
        UUID last = new UUID(0, 0);
        long filled = 0;
        List<Row> rows;
        do {
            rows = database.query(
                    "select id, state, company_name, domain_prefix, created_at from customer where id > ? order by id"
                            + " fetch first " + BATCH + " rows only",
                    (row, number) -> new Row(
                            row.getObject(1, UUID.class),
                            row.getString(2).equals(Customer.State.CURRENT.name()),
                            row.getString(3),
                            row.getString(4) + CustomerDetails.DOMAIN_SUFFIX,
                            row.getObject(5, OffsetDateTime.class).toInstant()),
                    last);
            if (!rows.isEmpty()) {
                UUID from = last;
                last = rows.get(rows.size() - 1).id;
                Map<UUID, List<String>> domains =
                        of(database, "domain from customer_other_domain where true", from, last);
                Map<UUID, List<String>> tags = of(database, "tag_key from customer_tag where true", from, last);
                Map<UUID, List<String>> resellers =
                        of(database, "reseller_id from customer_reseller where until is null", from, last);
                Set<Entry> entries = new LinkedHashSet<>();
                rows.forEach(row -> entries.addAll(entries(
                        row.current,
                        resellers.getOrDefault(row.id, List.of()).stream()
                                .map(UUID::fromString)
                                .toList(),
                        tags.getOrDefault(row.id, List.of()),
                        keys(row.id, row.name, row.domain, domains.getOrDefault(row.id, List.of()), row.since))));
                listing.replace(Set.of(), entries);
                filled += rows.size();
            }
        } while (rows.size() == BATCH);
        return filled;
    }

    private record Row(UUID id, boolean current, String name, String domain, Instant since) {}

    private static Map<UUID, List<String>> of(JdbcTemplate database, String what, UUID after, UUID upTo) {
        Map<UUID, List<String>> found = new HashMap<>();
        database.query(
                "select customer_id, " + what + " and customer_id > ? and customer_id <= ?",
                row -> {
                    found.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(row.getString(2));
                },
                after,
                upTo);
        return found;
    }

    private void batch(String sql, List<Entry> entries) {
        if (!entries.isEmpty()) {
            database.batchUpdate(sql, entries, BATCH, (statement, entry) -> {
                statement.setObject(1, entry.scope);
                statement.setBytes(2, entry.bytes());
            });
        }
    }

    private static List<Entry> without(Set<Entry> entries, Set<Entry> others) {
        return entries.stream().filter(entry -> !others.contains(entry)).toList();
    }
}
