package io.relais.partnership;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.provider.Provider;
import io.relais.web.Keyset;
import io.relais.web.Like;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.Errors;

/**
 * The indirect resellers the provider has asked for a partnership: who they are, how they stand, whether they may be worked with, and how
 * a partnership ends. How it begins is the business of {@link PartnershipRequests}.
 *
 * <p>Flagging and removing lock the reseller's row. Whoever makes something new hang on a reseller asks {@link #obstacles} in the
 * transaction that does so: then either the removal sees the new tie, or the new tie is refused.
 */
@Service
public class Resellers {

    /** What lines in the audit trail about a reseller are filed under. */
    public static final String AUDIT = "reseller";

    private static final Map<String, Object> LOCK_WAIT = Map.of("jakarta.persistence.lock.timeout", 20_000);
    private static final int OPTIONS = 50;
    private static final int MAX_REASON = 500;
    private static final List<ResellerState> PARTNERS = List.of(ResellerState.ACTIVE);
    private static final List<ResellerState> PRESENT_AND_FORMER_PARTNERS =
            List.of(ResellerState.ACTIVE, ResellerState.REMOVED);

    private final ResellerRepository resellers;
    private final PartnershipRemoval removal;
    private final Countries countries;
    private final Provider provider;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    Resellers(
            ResellerRepository resellers,
            PartnershipRemoval removal,
            Countries countries,
            Provider provider,
            AuditTrail audit,
            EntityManager entities,
            Clock clock) {
        this.resellers = resellers;
        this.removal = removal;
        this.countries = countries;
        this.provider = provider;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<ResellerCard> find(UUID id) {
        return resellers.findById(id).map(Reseller::card);
    }

    @Transactional(readOnly = true)
    public Optional<ResellerCard> findByEmail(String email) {
        return resellers.findByEmail(email.toLowerCase(Locale.ROOT)).map(Reseller::card);
    }

    @Transactional(readOnly = true)
    public Optional<ResellerCard> findByPartnerId(String partnerId) {
        return resellers.findByPartnerId(partnerId).map(Reseller::card);
    }

    /**
     * What an enrolled reseller need not declare again when it accepts a partnership request; empty unless staff have verified its
     * enrollment.
     */
    @Transactional(readOnly = true)
    public Optional<Answer> enrollmentFacts(UUID id) {
        return resellers.findById(id).filter(Reseller::verified).map(Reseller::facts);
    }

    /** The reseller has another legal name from now on. */
    @Transactional
    public void rename(UUID id, String legalName) {
        Reseller reseller = resellers.lock(id).orElseThrow();
        String before = reseller.company();
        reseller.named(legalName);
        audit.record("rename_reseller", AUDIT, id, before, legalName);
    }

    /** A text as names are searched and sorted: in lower case and without accents. */
    public static String searchKey(String name) {
        return Reseller.key(name);
    }

    /**
     * Resellers to choose from for something new, by name: partners that no flag speaks against.
     *
     * @param text part of the name or of the partner id; null or blank for the first of all
     */
    @Transactional(readOnly = true)
    public List<ResellerCard> selectable(String text, int atMost) {
        return like(text, false, atMost);
    }

    /**
     * Resellers to choose from in a form; the page shows them with {@code partnership/choose-reseller.html}.
     *
     * @param text what was typed to find one; null or blank for nothing
     * @param chosen the one that is chosen now, shown whether it matches or not; null for none
     * @param everybody whether flagged and former partners are to be found, too: for filters, not for anything new
     */
    @Transactional(readOnly = true)
    public ResellerChoice choice(String text, UUID chosen, boolean everybody) {
        return choice(text, chosen, everybody, null);
    }

    /**
     * The same, for a form in which one reseller is not to be chosen.
     *
     * @param except the one that is not offered, since it is what the form is about; null for none
     */
    @Transactional(readOnly = true)
    public ResellerChoice choice(String text, UUID chosen, boolean everybody, UUID except) {
        String wanted = text == null || text.isBlank() ? null : text.strip();
        List<ResellerCard> found = new ArrayList<>(like(wanted, everybody, OPTIONS + 2));
        found.removeIf(card -> card.id().equals(except));
        boolean more = found.size() > OPTIONS;
        if (more) {
            found.subList(OPTIONS, found.size()).clear();
        }
        if (chosen != null
                && !chosen.equals(except)
                && found.stream().noneMatch(card -> card.id().equals(chosen))) {
            find(chosen).ifPresent(card -> found.add(0, card));
        }
        return new ResellerChoice(List.copyOf(found), chosen, wanted, more, everybody, except);
    }

    private List<ResellerCard> like(String text, boolean everybody, int atMost) {
        return resellers
                .like(
                        Like.containing(text == null ? "" : Reseller.key(text)),
                        everybody ? PRESENT_AND_FORMER_PARTNERS : PARTNERS,
                        everybody,
                        Limit.of(atMost))
                .stream()
                .map(Reseller::card)
                .toList();
    }

    /**
     * Why this reseller may not be associated with a customer or put on record now, as keys of messages; empty if nothing stands in the
     * way. Ask before ordering, not at the failed submit (domain.md §3.1: 2201, 2203, 2204, 800016), and again in the transaction that
     * makes something new hang on the reseller: asked in a transaction that may write, the answer stays true until its end, since
     * nobody can flag or remove the reseller meanwhile. Automatic renewals need not ask (F-04).
     */
    @Transactional(readOnly = true)
    public Set<String> obstacles(UUID id) {
        Optional<Reseller> reseller = TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                ? resellers.findById(id)
                : Optional.ofNullable(entities.find(Reseller.class, id, LockModeType.PESSIMISTIC_READ, LOCK_WAIT));
        return reseller.map(this::obstacles).orElse(Set.of(Obstacle.NOT_ACTIVE)).stream()
                .map(Obstacle::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<Obstacle> obstacles(Reseller reseller) {
        if (reseller.state() != ResellerState.ACTIVE) {
            return Set.of(
                    reseller.state() == ResellerState.REMOVED ? Obstacle.PARTNERSHIP_REMOVED : Obstacle.NOT_ACTIVE);
        }
        Set<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        reseller.flags().forEach(flag -> found.add(flag.obstacle()));
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

    @Transactional(readOnly = true)
    public Optional<String> name(UUID id) {
        return resellers.findById(id).map(Reseller::company);
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
        Optional<Keyset.Place> down = decoded(after, filter.sort());
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : decoded(before, filter.sort());
        List<Reseller> found = rows(filter, down.or(() -> up).orElse(null), up.isPresent(), size + 1);
        return Keyset.page(
                        found, size, up.isPresent(), down.isEmpty() && up.isEmpty(), row -> place(row, filter.sort()))
                .map(Reseller::card);
    }

    /** All rows of a list in its order, a few hundred at a time, each given to {@code take}. */
    @Transactional(readOnly = true)
    public void each(ResellerFilter filter, Consumer<List<ResellerCard>> take) {
        Keyset.Place from = null;
        List<Reseller> rows;
        do {
            rows = rows(filter, from, false, 500);
            if (!rows.isEmpty()) {
                from = place(rows.get(rows.size() - 1), filter.sort());
                take.accept(rows.stream().map(Reseller::card).toList());
                entities.clear();
            }
        } while (!rows.isEmpty());
    }

    private List<Reseller> rows(ResellerFilter filter, Keyset.Place from, boolean backwards, int atMost) {
        ResellerFilter.Sort sort = filter.sort();
        boolean ascending = sort.ascending != backwards;
        StringBuilder query = new StringBuilder("select r from Reseller r where 1 = 1");
        if (filter.text() != null) {
            query.append(" and (r.companyKey like :key escape '!' or r.email like :text escape '!'")
                    .append(" or r.partnerId like :text escape '!')");
        }
        query.append(filter.state() != null ? " and r.state = :state" : " and r.state <> :removed");
        if (filter.compliance() != null) {
            query.append(" and r.state = :active")
                    .append(filter.compliance() == ResellerFilter.Compliance.COMPLIANT ? " and not" : " and")
                    .append(" exists (select 1 from Reseller same join same.flags flag where same = r")
                    .append(filter.compliance().flag() == null ? ")" : " and key(flag) = :flag)");
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
            rows.setParameter("key", Like.containing(Reseller.key(filter.text())))
                    .setParameter("text", Like.containing(filter.text().toLowerCase(Locale.ROOT)));
        }
        if (filter.state() != null) {
            rows.setParameter("state", filter.state());
        } else {
            rows.setParameter("removed", ResellerState.REMOVED);
        }
        if (filter.compliance() != null) {
            rows.setParameter("active", ResellerState.ACTIVE);
            if (filter.compliance().flag() != null) {
                rows.setParameter("flag", filter.compliance().flag());
            }
        }
        if (from != null) {
            rows.setParameter("value", value(from, sort)).setParameter("id", from.id());
        }
        return rows.getResultList();
    }

    private static Object value(Keyset.Place place, ResellerFilter.Sort sort) {
        return sort.byTime() ? place.time().orElseThrow() : place.value();
    }

    private static Optional<Keyset.Place> decoded(String place, ResellerFilter.Sort sort) {
        return sort.byTime() ? Keyset.Place.decodedTime(place) : Keyset.Place.decoded(place);
    }

    private static Keyset.Place place(Reseller row, ResellerFilter.Sort sort) {
        return new Keyset.Place(
                switch (sort) {
                    case NAME, NAME_DOWN -> row.companyKey();
                    case COUNTRY, COUNTRY_DOWN -> row.country();
                    case SINCE, SINCE_DOWN -> row.stateSince().toString();
                },
                row.id());
    }

    // ---- whether it may be worked with
    // ------------------------------------------------------------------------------------------------

    /** Whether the reseller meets the conditions of the program, as far as is known here. */
    @Transactional(readOnly = true)
    public Optional<Compliance> compliance(UUID id) {
        return resellers.findById(id).map(Reseller::compliance);
    }

    /**
     * Records what staff found when they checked a partner, and sets or lifts a flag; or says at the fields what is wrong, also if
     * somebody else has meanwhile done the same.
     */
    @Transactional
    public void check(UUID id, ComplianceChange change, Errors errors) {
        Reseller reseller = resellers.lock(id).orElseThrow();
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (reseller.state() != ResellerState.ACTIVE) {
            errors.reject("partnership.compliance.notActive");
            return;
        }
        ComplianceChange.Finding finding = change.finding();
        boolean changes = finding == ComplianceChange.Finding.SET || finding == ComplianceChange.Finding.LIFT;
        if (finding == null || changes && change.flag() == null) {
            errors.rejectValue("change", "partnership.compliance.choose");
        } else if (changes) {
            Compliance.Flag set = reseller.compliance().flags().get(change.flag());
            if (finding == ComplianceChange.Finding.SET && set != null) {
                errors.rejectValue("change", "partnership.compliance.setAlready", new Object[] {set.setBy()}, null);
            } else if (finding == ComplianceChange.Finding.LIFT && set == null) {
                errors.rejectValue("change", "partnership.compliance.liftedAlready");
            }
            if (!errors.hasFieldErrors("since")) {
                if (change.since() == null) {
                    errors.rejectValue("since", "invitation.problem.required");
                } else if (change.since().isAfter(today)) {
                    errors.rejectValue("since", "partnership.compliance.future");
                } else if (set != null && change.since().isBefore(set.since())) {
                    errors.rejectValue(
                            "since",
                            "partnership.compliance.before",
                            new Object[] {set.since().toString()},
                            null);
                }
            }
            reason(change.reason(), errors);
        }
        if (errors.hasErrors()) {
            return;
        }
        String by = AuditTrail.actor();
        reseller.checked(by, now);
        if (!changes) {
            audit.record("check_reseller", AUDIT, id);
            return;
        }
        String reason = change.reason().strip();
        String said = change.since() + ": " + reason;
        if (finding == ComplianceChange.Finding.SET) {
            reseller.flag(change.flag(), new Compliance.Flag(change.since(), reason, by, now));
            audit.record(change.flag().setAction(), AUDIT, id, null, said);
        } else {
            reseller.lift(change.flag());
            audit.record(change.flag().liftAction(), AUDIT, id, null, said);
        }
    }

    /** A reason that is kept: given, on one line, not too long. */
    static void reason(String reason, Errors errors) {
        if (reason == null || reason.isBlank()) {
            errors.rejectValue("reason", "partnership.problem.reason");
        } else if (reason.length() > MAX_REASON) {
            errors.rejectValue("reason", "invitation.problem.tooLong", new Object[] {MAX_REASON}, null);
        }
    }

    // ---- its page and its end
    // ---------------------------------------------------------------------------------------------------------

    /** What hangs on a reseller, by kind, with some of each; kinds of which there are none are left out. */
    @Transactional(readOnly = true)
    public List<TiesOfKind> ties(UUID id) {
        return removal.ties(id);
    }

    /** Why, when and by whom the partnership was removed; empty unless it is. */
    @Transactional(readOnly = true)
    public Optional<Removed> removed(UUID id) {
        return resellers
                .findById(id)
                .filter(reseller -> reseller.state() == ResellerState.REMOVED)
                .map(reseller -> new Removed(reseller.stateSince(), reseller.removedBy(), reseller.removalReason()));
    }

    /** How a partnership ended. */
    public record Removed(Instant at, String by, String reason) {}

    /**
     * Removes the partnership, and gives what hangs on it to whom the form says; or says at the fields what is wrong and changes nothing.
     * Nobody is told by this: contractual notice is the provider's own duty (domain.md F-06). Only for {@code REMOVE_PARTNERSHIP}.
     */
    @Transactional
    public void remove(UUID id, Removal form, Errors errors) {
        removal.remove(id, form, errors, heir -> resellers
                .findById(heir)
                .map(this::obstacles)
                .orElse(Set.of(Obstacle.NOT_ACTIVE)));
    }

    /** The reseller's own lines of the audit trail, newest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> history(UUID id) {
        return audit.of(AUDIT, id, 200);
    }
}
