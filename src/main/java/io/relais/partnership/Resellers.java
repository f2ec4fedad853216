package io.relais.partnership;

import io.relais.country.Countries;
import io.relais.provider.Provider;
import io.relais.web.Keyset;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The indirect resellers the provider has asked for a partnership: who they are, how they stand, and whether they may be worked with. How
 * a partnership begins is the business of {@link PartnershipRequests}.
 */
@Service
public class Resellers {

    private final ResellerRepository resellers;
    private final Countries countries;
    private final Provider provider;
    private final EntityManager entities;

    Resellers(ResellerRepository resellers, Countries countries, Provider provider, EntityManager entities) {
        this.resellers = resellers;
        this.countries = countries;
        this.provider = provider;
        this.entities = entities;
    }

    @Transactional(readOnly = true)
    public Optional<ResellerCard> find(UUID id) {
        return resellers.findById(id).map(Reseller::card);
    }

    /**
     * Active resellers to choose from, by name.
     *
     * @param text part of the name or of the partner id; null or blank for the first of all
     */
    @Transactional(readOnly = true)
    public List<ResellerCard> selectable(String text, int atMost) {
        return resellers.active(contains(text), Limit.of(atMost)).stream()
                .map(Reseller::card)
                .toList();
    }

    /**
     * Why this reseller may not be associated with a customer or put on record now, as keys of messages; empty if nothing stands in the
     * way. Ask before ordering, not at the failed submit (domain.md §3.1: 2201, 2203, 2204, 800016).
     */
    @Transactional(readOnly = true)
    public Set<String> obstacles(UUID id) {
        return resellers.findById(id).map(this::obstacles).orElse(Set.of(Obstacle.NOT_ACTIVE)).stream()
                .map(Obstacle::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<Obstacle> obstacles(Reseller reseller) {
        if (reseller.state() != ResellerState.ACTIVE) {
            return Set.of(Obstacle.NOT_ACTIVE);
        }
        Set<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        if (!reseller.enrolled()) {
            found.add(Obstacle.NOT_ENROLLED);
        }
        if (!reseller.agreementSigned()) {
            found.add(Obstacle.AGREEMENT_MISSING);
        }
        if (reseller.partnerId() == null) {
            found.add(Obstacle.PARTNER_ID_MISSING);
        }
        if (!countries.sameRegion(provider.country(), reseller.country())) {
            found.add(Obstacle.OTHER_REGION);
        }
        return found;
    }

    /** The names of these resellers, in one query. */
    @Transactional(readOnly = true)
    public Map<UUID, String> names(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : resellers.names(ids).stream().collect(Collectors.toMap(row -> (UUID) row[0], row -> (String) row[1]));
    }

    /**
     * A page of the list.
     *
     * @param after shows the rows after this place, from an earlier page's {@code next}; null for the first page
     * @param before shows the rows before this place, from a later page's {@code previous}
     */
    @Transactional(readOnly = true)
    public Keyset.Page<ResellerCard> list(ResellerFilter filter, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decoded(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decoded(before);
        List<ResellerCard> found = rows(filter, down.or(() -> up).orElse(null), up.isPresent(), size + 1);
        return Keyset.page(
                found, size, up.isPresent(), down.isEmpty() && up.isEmpty(), row -> place(row, filter.sort()));
    }

    /** All rows of a list in its order, a few hundred at a time, each given to {@code take}. */
    public void each(ResellerFilter filter, Consumer<List<ResellerCard>> take) {
        Keyset.Place from = null;
        List<ResellerCard> rows;
        do {
            rows = rows(filter, from, false, 500);
            if (!rows.isEmpty()) {
                take.accept(rows);
                from = place(rows.get(rows.size() - 1), filter.sort());
            }
        } while (!rows.isEmpty());
    }

    private List<ResellerCard> rows(ResellerFilter filter, Keyset.Place from, boolean backwards, int atMost) {
        ResellerFilter.Sort sort = filter.sort();
        boolean ascending = sort.ascending != backwards;
        StringBuilder query = new StringBuilder("select r from Reseller r where 1 = 1");
        if (filter.text() != null) {
            query.append(" and (r.companyKey like :text escape '!' or r.email like :text escape '!'")
                    .append(" or r.partnerId like :text escape '!')");
        }
        if (filter.state() != null) {
            query.append(" and r.state = :state");
        }
        if (from != null) {
            String than = ascending ? ">" : "<";
            query.append(" and (r.%s %s :value or (r.%s = :value and r.id %s :id))"
                    .formatted(sort.property, than, sort.property, than));
        }
        String direction = ascending ? "asc" : "desc";
        query.append(" order by r.%s %s, r.id %s".formatted(sort.property, direction, direction));
        TypedQuery<Reseller> rows =
                entities.createQuery(query.toString(), Reseller.class).setMaxResults(atMost);
        if (filter.text() != null) {
            rows.setParameter("text", contains(filter.text()));
        }
        if (filter.state() != null) {
            rows.setParameter("state", filter.state());
        }
        if (from != null) {
            rows.setParameter("value", value(from, sort)).setParameter("id", from.id());
        }
        return rows.getResultList().stream().map(Reseller::card).toList();
    }

    private static Object value(Keyset.Place place, ResellerFilter.Sort sort) {
        if (!"stateSince".equals(sort.property)) {
            return place.value();
        }
        try {
            return Instant.parse(place.value());
        } catch (java.time.format.DateTimeParseException mangled) {
            return Instant.EPOCH;
        }
    }

    private static Keyset.Place place(ResellerCard row, ResellerFilter.Sort sort) {
        return new Keyset.Place(
                switch (sort) {
                    case NAME, NAME_DOWN -> Reseller.key(row.company());
                    case COUNTRY, COUNTRY_DOWN -> row.country();
                    case SINCE, SINCE_DOWN -> row.stateSince().toString();
                },
                row.id());
    }

    private static String contains(String text) {
        return text == null ? "%" : "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }
}
