package io.relais.support;

import io.relais.security.Side;
import io.relais.web.Keyset;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Pages of support requests, the newest first: those that exist for a visitor and no others. */
@Component
class SupportList {

    private static final int CHUNK = 500;

    private final EntityManager entities;

    SupportList(EntityManager entities) {
        this.entities = entities;
    }

    Keyset.Page<SupportRequest> page(
            Visitor visitor, SupportFilter filter, Instant now, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decoded(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decoded(before);
        List<SupportRequest> found =
                find(visitor, filter, now, down.or(() -> up).orElse(null), up.isPresent(), size + 1);
        return Keyset.page(found, size, up.isPresent(), down.isEmpty() && up.isEmpty(), SupportList::place);
    }

    void each(Visitor visitor, SupportFilter filter, Instant now, Consumer<List<SupportRequest>> take) {
        Keyset.Place from = null;
        List<SupportRequest> rows;
        do {
            rows = find(visitor, filter, now, from, false, CHUNK);
            if (!rows.isEmpty()) {
                take.accept(rows);
                from = place(rows.get(rows.size() - 1));
                entities.clear();
            }
        } while (rows.size() == CHUNK);
    }

    private List<SupportRequest> find(
            Visitor visitor, SupportFilter filter, Instant now, Keyset.Place from, boolean backwards, int atMost) {
        Map<String, Object> values = new HashMap<>();
        List<String> conditions = new ArrayList<>();
        // A reseller's list is walked along its own column of numbers.
        boolean resellers = visitor.side() == Side.RESELLER;
        String number = resellers ? "i.number" : "r.number";
        switch (visitor.side()) {
            case STAFF -> {}
            case CUSTOMER -> {
                conditions.add("r.customerId = :party");
                values.put("party", visitor.party());
            }
            case RESELLER -> {
                conditions.add("i.id.resellerId = :party and i.id.requestId = r.id and (r.resellerId = :party or exists"
                        + " (select 1 from CustomerReseller a where a.customerId = r.customerId"
                        + " and a.resellerId = :party and a.until is null))");
                values.put("party", visitor.party());
            }
        }
        equal("r.state", "state", filter.state(), conditions, values);
        equal("r.severity", "severity", filter.severity(), conditions, values);
        equal("r.resellerId", "reseller", filter.reseller(), conditions, values);
        equal("r.customerId", "customer", filter.customer(), conditions, values);
        equal("r.subscriptionId", "subscription", filter.subscription(), conditions, values);
        if (filter.provider()) {
            conditions.add("r.resellerId is null");
        }
        if (filter.overdue()) {
            conditions.add("r.dueAt <= :now");
            values.put("now", now);
        }
        if (from != null) {
            conditions.add(number + (backwards ? " > :from" : " < :from"));
            values.put("from", number(from));
        }
        String query = "select r from SupportRequest r" + (resellers ? ", SupportInvolvement i" : "")
                + (conditions.isEmpty() ? "" : conditions.stream().collect(Collectors.joining(" and ", " where ", "")))
                + " order by " + number + (backwards ? " asc" : " desc");
        TypedQuery<SupportRequest> rows =
                entities.createQuery(query, SupportRequest.class).setMaxResults(atMost);
        values.forEach(rows::setParameter);
        return rows.getResultList();
    }

    private static void equal(
            String property, String name, Object value, List<String> conditions, Map<String, Object> values) {
        if (value != null) {
            conditions.add(property + " = :" + name);
            values.put(name, value);
        }
    }

    /** The names of these customers, in one query. */
    Map<UUID, String> customerNames(List<SupportRequest> requests) {
        return names(
                "select c.id, c.details.companyName from Customer c where c.id in :ids",
                requests,
                SupportRequest::customerId);
    }

    /** The names of their subscriptions; a nickname is not for the customer's eyes. */
    Map<UUID, String> subscriptionNames(Visitor visitor, List<SupportRequest> requests) {
        return names(
                "select s.id, " + (visitor.side() == Side.CUSTOMER ? "s.title" : "coalesce(s.nickname, s.title)")
                        + " from Subscription s where s.id in :ids",
                requests,
                SupportRequest::subscriptionId);
    }

    private Map<UUID, String> names(String query, List<SupportRequest> requests, Function<SupportRequest, UUID> of) {
        List<UUID> ids =
                requests.stream().map(of).filter(id -> id != null).distinct().toList();
        return ids.isEmpty()
                ? Map.of()
                : entities.createQuery(query, Object[].class).setParameter("ids", ids).getResultList().stream()
                        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (String) row[1]));
    }

    private static Keyset.Place place(SupportRequest request) {
        return new Keyset.Place(String.valueOf(request.number()), request.id());
    }

    private static long number(Keyset.Place place) {
        try {
            return Long.parseLong(place.value());
        } catch (NumberFormatException mangled) {
            return 0;
        }
    }
}
