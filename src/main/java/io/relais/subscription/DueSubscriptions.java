package io.relais.subscription;

import io.relais.web.Keyset;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What ends, renews or is deleted soon (domain.md §6.1.8): within the days that the lifecycle rules say a reminder is due. */
@Service
public class DueSubscriptions {

    private static final String CARD =
            """
            select new io.relais.subscription.Due(s.id, s.customerId, c.details.companyName, s.title, s.nickname, s.kind, s.state,
                   s.licenses, %s)
            from Subscription s join Customer c on c.id = s.customerId where %s
            """;

    private final EntityManager entities;
    private final LifecycleRules rules;
    private final Clock clock;

    DueSubscriptions(EntityManager entities, LifecycleRules rules, Clock clock) {
        this.entities = entities;
        this.rules = rules;
        this.clock = clock;
    }

    /** The days of the reminders, fewest first. */
    @Transactional(readOnly = true)
    public List<Integer> days() {
        return Due.days(rules.findAll());
    }

    /** How many are due within each of the reminders' days. */
    @Transactional(readOnly = true)
    public List<Due.Count> counts() {
        List<LifecycleRule> all = rules.findAll();
        return Due.days(all).stream()
                .map(days -> {
                    Set<SubscriptionKind> kinds = kinds(all, days);
                    return new Due.Count(
                            days,
                            count(Due.Kind.ENDS, days, kinds),
                            count(Due.Kind.RENEWS, days, kinds),
                            count(Due.Kind.DELETES, days, kinds));
                })
                .toList();
    }

    /**
     * A page of what is due, soonest first.
     *
     * @param days how far ahead; what no reminder says is as far as the longest
     * @param after shows the rows after this place, from an earlier page's {@code next}; null for the first page
     * @param before shows the rows before this place, from a later page's {@code previous}
     */
    @Transactional(readOnly = true)
    public Keyset.Page<Due> list(Due.Kind kind, int days, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decoded(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decoded(before);
        boolean backwards = up.isPresent();
        List<LifecycleRule> all = rules.findAll();
        Keyset.Place place = down.or(() -> up).orElse(null);
        String date = date(kind);
        String than = backwards ? "<" : ">";
        String direction = backwards ? " desc" : "";
        String query = CARD.formatted(date, condition(kind))
                + (place == null ? "" : " and (%1$s %2$s :at or %1$s = :at and s.id %2$s :id)".formatted(date, than))
                + " order by " + date + direction + ", s.id" + direction;
        TypedQuery<Due> rows = range(entities.createQuery(query, Due.class), days, kinds(all, days));
        if (place != null) {
            rows.setParameter("at", place.time().orElse(Instant.EPOCH)).setParameter("id", place.id());
        }
        List<Due> found = rows.setMaxResults(size + 1).getResultList();
        return Keyset.page(
                found,
                size,
                backwards,
                place == null,
                due -> new Keyset.Place(due.at().toString(), due.id()));
    }

    /** What ends or renews soonest, as far ahead as the longest reminder, among the customers that this reseller manages. */
    @Transactional(readOnly = true)
    public List<Due> ofReseller(UUID reseller, Due.Kind kind, int atMost) {
        List<LifecycleRule> all = rules.findAll();
        List<Integer> days = Due.days(all);
        int longest = days.isEmpty() ? 0 : days.get(days.size() - 1);
        String query = CARD.formatted(date(kind), condition(kind))
                + " and s.customerId in (select r.customerId from CustomerReseller r where r.resellerId = :reseller"
                + " and r.until is null) order by " + date(kind) + ", s.id";
        return range(entities.createQuery(query, Due.class), longest, kinds(all, longest))
                .setParameter("reseller", reseller)
                .setMaxResults(atMost)
                .getResultList();
    }

    private long count(Due.Kind kind, int days, Set<SubscriptionKind> kinds) {
        TypedQuery<UUID> ids = entities.createQuery(
                "select s.id from Subscription s where " + condition(kind) + " order by " + date(kind) + ", s.id",
                UUID.class);
        return range(ids, days, kinds).setMaxResults(Due.MOST).getResultList().size();
    }

    private <T> TypedQuery<T> range(TypedQuery<T> query, int days, Set<SubscriptionKind> kinds) {
        Instant now = clock.instant();
        return query.setParameter("from", now)
                .setParameter("until", now.plus(Duration.ofDays(days)))
                .setParameter("kinds", kinds);
    }

    /** Written so that the index of each kind gives the rows in their order. */
    private static String condition(Due.Kind kind) {
        String date = date(kind);
        String range = date + " >= :from and " + date + " <= :until and s.kind in :kinds and ";
        return range
                + switch (kind) {
                    case ENDS -> "s.autoRenew = false and s.state in ('ACTIVE', 'SUSPENDED')";
                    case RENEWS -> "s.autoRenew = true and s.state = 'ACTIVE'";
                    case DELETES -> "s.state = 'DISABLED'";
                };
    }

    private static String date(Due.Kind kind) {
        return kind == Due.Kind.DELETES ? "s.dueAt" : "s.termEndsAt";
    }

    private static Set<SubscriptionKind> kinds(List<LifecycleRule> rules, int days) {
        Set<SubscriptionKind> kinds = rules.stream()
                .filter(rule -> rule.getReminderDays().contains(days))
                .map(LifecycleRule::getKind)
                .collect(Collectors.toSet());
        return kinds.isEmpty() ? EnumSet.allOf(SubscriptionKind.class) : kinds;
    }
}
