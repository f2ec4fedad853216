package io.relais.customer;

import io.relais.web.Keyset;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Pages of customers: two queries each, however many rows there are and however far down the page is. */
@Component
class CustomerList {

    private final EntityManager entities;
    private final CustomerRepository customers;

    CustomerList(EntityManager entities, CustomerRepository customers) {
        this.entities = entities;
        this.customers = customers;
    }

    Keyset.Page<CustomerCard> page(CustomerFilter filter, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decoded(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decoded(before);
        List<Customer> found = find(filter, down.or(() -> up).orElse(null), up.isPresent(), size + 1);
        Keyset.Page<Customer> page = Keyset.page(
                found, size, up.isPresent(), down.isEmpty() && up.isEmpty(), row -> place(row, filter.sort()));
        Map<UUID, List<UUID>> resellers = resellers(page.rows());
        return page.map(customer -> new CustomerCard(
                customer.getId(),
                customer.getDetails(),
                resellers.getOrDefault(customer.getId(), List.of()),
                customer.getCreatedAt()));
    }

    private List<Customer> find(CustomerFilter filter, Keyset.Place from, boolean backwards, int atMost) {
        boolean byName = filter.sort() == CustomerFilter.Sort.NAME;
        boolean ascending = byName != backwards;
        String property = byName ? "companyNameKey" : "createdAt";
        String than = ascending ? ">" : "<";
        String direction = ascending ? "asc" : "desc";
        StringBuilder query = new StringBuilder("select c from Customer c where 1 = 1");
        if (filter.text() != null) {
            query.append(
                    " and (c.companyNameKey like :text escape '!' or c.details.domainPrefix like :text escape '!')");
        }
        if (filter.reseller() != null) {
            query.append(" and exists (select 1 from CustomerReseller r where r.customerId = c.id")
                    .append(" and r.resellerId = :reseller and r.until is null)");
        }
        if (from != null) {
            query.append(" and (c.%1$s %2$s :value or (c.%1$s = :value and c.id %2$s :id))".formatted(property, than));
        }
        query.append(" order by c.%1$s %2$s, c.id %2$s".formatted(property, direction));
        TypedQuery<Customer> rows =
                entities.createQuery(query.toString(), Customer.class).setMaxResults(atMost);
        if (filter.text() != null) {
            rows.setParameter("text", filter.text().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
        }
        if (filter.reseller() != null) {
            rows.setParameter("reseller", filter.reseller());
        }
        if (from != null) {
            rows.setParameter("value", byName ? from.value() : instant(from.value()))
                    .setParameter("id", from.id());
        }
        return rows.getResultList();
    }

    private Map<UUID, List<UUID>> resellers(List<Customer> rows) {
        return rows.isEmpty()
                ? Map.of()
                : customers.currentResellers(rows.stream().map(Customer::getId).toList()).stream()
                        .collect(Collectors.groupingBy(
                                CustomerReseller::customerId,
                                Collectors.mapping(CustomerReseller::resellerId, Collectors.toList())));
    }

    private static Keyset.Place place(Customer row, CustomerFilter.Sort sort) {
        return new Keyset.Place(
                sort == CustomerFilter.Sort.NAME
                        ? Customer.nameKey(row.getDetails().companyName())
                        : row.getCreatedAt().toString(),
                row.getId());
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException mangled) {
            return Instant.EPOCH;
        }
    }
}
