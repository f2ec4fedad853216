package io.relais.customer;

import io.relais.customer.CustomerListing.Entry;
import io.relais.customer.CustomerListing.Range;
import io.relais.web.Keyset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Pages of customers, read in the order of {@link CustomerListing}: a handful of queries each, however many rows there are. */
@Component
class CustomerList {

    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern KEY = Pattern.compile("(\\p{XDigit}{2})+");
    private static final int LARGEST_BATCH = 1000;

    private final CustomerListing listing;
    private final CustomerRepository customers;

    CustomerList(CustomerListing listing, CustomerRepository customers) {
        this.listing = listing;
        this.customers = customers;
    }

    /** A customer with all that its entries are made of. */
    private record Found(
            String key, Customer customer, List<String> domains, List<UUID> resellers, List<CustomerTag> tags) {

        Set<Entry> entries() {
            return CustomerListing.entries(
                    customer,
                    domains,
                    resellers,
                    tags.stream().map(CustomerTag::tagKey).toList());
        }

        boolean has(CustomerFilter filter) {
            return (filter.former() != customer.isCurrent())
                    && (filter.reseller() == null || resellers.contains(filter.reseller()))
                    && (filter.tag() == null
                            || tags.stream().anyMatch(tag -> tag.tagKey().equals(CustomerTag.key(filter.tag()))));
        }

        CustomerCard card() {
            return new CustomerCard(
                    customer.getId(),
                    customer.getDetails(),
                    domains,
                    resellers,
                    customer.isDelegatedAdministration(),
                    tags.stream().map(CustomerTag::tag).toList(),
                    customer.getCreatedAt(),
                    customer.getRemovedAt());
        }
    }

    Keyset.Page<CustomerCard> page(CustomerFilter filter, String after, String before, int size) {
        if (filter.text() != null && ID.matcher(filter.text()).matches()) {
            return withId(filter);
        }
        Optional<String> down = key(after);
        Optional<String> up = down.isPresent() ? Optional.empty() : key(before);
        Range all = range(filter);
        Range from = down.filter(all::holds)
                .map(all::after)
                .or(() -> up.filter(all::holds).map(all::before))
                .orElse(all);
        List<Found> rows = rows(filter, all, from, up.isPresent(), size + 1);
        return Keyset.page(
                        rows,
                        size,
                        up.isPresent(),
                        from.equals(all),
                        row -> new Keyset.Place(row.key, row.customer.getId()))
                .map(Found::card);
    }

    private Keyset.Page<CustomerCard> withId(CustomerFilter filter) {
        UUID id = UUID.fromString(filter.text());
        return new Keyset.Page<>(
                found(List.of(new Entry(CustomerListing.ALL, "")), entry -> id).stream()
                        .filter(row -> row.has(filter))
                        .map(Found::card)
                        .toList(),
                null,
                null);
    }

    /** Customers of exactly this name. */
    List<Customer> named(String name, int atMost) {
        return found(listing.find(Range.named(CustomerListing.ALL, name), false, atMost), Entry::customer).stream()
                .map(Found::customer)
                .toList();
    }

    /** The entries that a customer has to have, as it stands in the database. */
    Set<Entry> entries(Customer customer) {
        return found(Map.of("", customer)).get(0).entries();
    }

    /** A tag is mostly on fewer customers than a reseller has: what remains is looked through. */
    private static Range range(CustomerFilter filter) {
        UUID scope = filter.former()
                ? CustomerListing.FORMER
                : filter.tag() != null
                        ? CustomerListing.ofTag(CustomerTag.key(filter.tag()))
                        : filter.reseller() != null ? filter.reseller() : CustomerListing.ALL;
        if (filter.text() != null) {
            return Range.search(scope, filter.text());
        }
        return filter.sort() == CustomerFilter.Sort.NAME ? Range.byName(scope) : Range.newestFirst(scope);
    }

    /** A customer that matches by several of its terms comes once, under the first of them; so more may have to be read than is shown. */
    private List<Found> rows(CustomerFilter filter, Range all, Range from, boolean backwards, int atMost) {
        List<Found> rows = new ArrayList<>();
        Range rest = from;
        int batch = atMost;
        while (rows.size() < atMost) {
            List<Entry> read = listing.find(rest, backwards, batch);
            found(read, Entry::customer).stream()
                    .filter(row -> row.has(filter))
                    .filter(row -> row.key.equals(CustomerListing.first(all, row.entries())))
                    .limit(atMost - rows.size())
                    .forEach(rows::add);
            if (read.size() < batch) {
                break;
            }
            String last = read.get(read.size() - 1).key();
            rest = backwards ? rest.before(last) : rest.after(last);
            batch = Math.min(batch * 2, LARGEST_BATCH);
        }
        return rows;
    }

    private List<Found> found(List<Entry> entries, Function<Entry, UUID> id) {
        Map<UUID, Customer> loaded = entries.isEmpty()
                ? Map.of()
                : customers.findByIdIn(entries.stream().map(id).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Customer::getId, Function.identity()));
        Map<String, Customer> byKey = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> loaded.containsKey(id.apply(entry)))
                .forEach(entry -> byKey.put(entry.key(), loaded.get(id.apply(entry))));
        return found(byKey);
    }

    private List<Found> found(Map<String, Customer> byKey) {
        if (byKey.isEmpty()) {
            return List.of();
        }
        Set<UUID> ids = byKey.values().stream().map(Customer::getId).collect(Collectors.toSet());
        Map<UUID, List<String>> domains =
                grouped(customers.domainsOf(ids), CustomerDomain::customerId, CustomerDomain::domain);
        Map<UUID, List<UUID>> resellers =
                grouped(customers.lastResellers(ids), CustomerReseller::customerId, CustomerReseller::resellerId);
        Map<UUID, List<CustomerTag>> tags =
                grouped(customers.tagsOf(ids), CustomerTag::customerId, Function.identity());
        List<Found> found = new ArrayList<>();
        byKey.forEach((key, customer) -> found.add(new Found(
                key,
                customer,
                domains.getOrDefault(customer.getId(), List.of()),
                resellers.getOrDefault(customer.getId(), List.of()),
                tags.getOrDefault(customer.getId(), List.of()))));
        return found;
    }

    private static <T, V> Map<UUID, List<V>> grouped(Collection<T> rows, Function<T, UUID> by, Function<T, V> value) {
        return rows.stream().collect(Collectors.groupingBy(by, Collectors.mapping(value, Collectors.toList())));
    }

    private static Optional<String> key(String encoded) {
        return Keyset.Place.decoded(encoded)
                .map(place -> place.value().toLowerCase(Locale.ROOT))
                .filter(key -> KEY.matcher(key).matches());
    }
}
