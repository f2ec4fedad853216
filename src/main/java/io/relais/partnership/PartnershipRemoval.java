package io.relais.partnership;

import io.relais.audit.AuditTrail;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/**
 * Ends a partnership and settles what hangs on it (domain.md F-06). Everything is counted again under the lock: what came to hang on the
 * reseller since the page was opened is not settled unseen.
 */
@Component
class PartnershipRemoval {

    private static final int SOME = 5;

    private final ResellerRepository resellers;
    private final ObjectProvider<ResellerTies> kinds;
    private final AuditTrail audit;
    private final Clock clock;

    /** @param kinds asked for when they are needed, since their modules know ours */
    PartnershipRemoval(
            ResellerRepository resellers, ObjectProvider<ResellerTies> kinds, AuditTrail audit, Clock clock) {
        this.resellers = resellers;
        this.kinds = kinds;
        this.audit = audit;
        this.clock = clock;
    }

    List<TiesOfKind> ties(UUID reseller) {
        return kinds.orderedStream()
                .map(kind -> new TiesOfKind(
                        kind.key(),
                        kind.count(reseller),
                        kind.some(reseller, SOME),
                        kind instanceof ResellerTies.Reassignable,
                        stays(kind)))
                .filter(ties -> ties.count() > 0)
                .toList();
    }

    void remove(UUID id, Removal form, Errors errors, Function<UUID, Set<Obstacle>> obstacles) {
        Map<UUID, Reseller> locked = lock(id, form);
        Reseller reseller = locked.get(id);
        if (reseller.state() != ResellerState.ACTIVE) {
            errors.reject("partnership.removal.notActive");
            return;
        }
        Resellers.reason(form.reason(), errors);
        if (form.confirmation() == null || !named(reseller, form.confirmation())) {
            errors.rejectValue(
                    "confirmation", "partnership.removal.confirmation.wrong", new Object[] {reseller.company()}, null);
        }
        Map<ResellerTies, Long> counted = new LinkedHashMap<>();
        kinds.orderedStream().forEach(kind -> {
            long count = kind.count(id);
            if (count > 0) {
                counted.put(kind, count);
                judge(kind, id, form, errors, obstacles);
            }
        });
        if (errors.hasErrors()) {
            return;
        }
        counted.forEach((kind, count) -> settle(kind, count, id, form, locked));
        kinds.orderedStream().filter(ResellerTies.Ending.class::isInstance).forEach(kind -> ((ResellerTies.Ending) kind)
                .end(id));
        String reason = form.reason().strip();
        reseller.remove(reason, AuditTrail.actor(), clock.instant());
        audit.record("remove_partner_relationship", Resellers.AUDIT, id, null, reason);
    }

    /** The reseller and those that shall inherit from it, always in the same order, so that two removals cannot wait for each other. */
    private Map<UUID, Reseller> lock(UUID id, Removal form) {
        Set<UUID> all = new TreeSet<>(Set.of(id));
        form.heirs().values().stream().filter(Objects::nonNull).forEach(all::add);
        Map<UUID, Reseller> locked = new HashMap<>();
        all.forEach(one -> resellers.lock(one).ifPresent(found -> locked.put(one, found)));
        return locked;
    }

    private static boolean named(Reseller reseller, String typed) {
        return Reseller.key(typed.strip().replaceAll("\\s+", " ").replace('’', '\''))
                .equals(Reseller.key(
                        reseller.company().strip().replaceAll("\\s+", " ").replace('’', '\'')));
    }

    private static void judge(
            ResellerTies kind, UUID id, Removal form, Errors errors, Function<UUID, Set<Obstacle>> obstacles) {
        Removal.Fate fate = form.fates().get(kind.key());
        if (!(kind instanceof ResellerTies.Reassignable)) {
            return;
        }
        String field = "fates[" + kind.key() + "]";
        if (fate == null || fate == Removal.Fate.KEEP && !stays(kind)) {
            errors.rejectValue(field, "partnership.removal.fate.missing");
        }
        UUID heir = form.heirs().get(kind.key());
        String at = "heirs[" + kind.key() + "]";
        if (fate != Removal.Fate.GIVE && heir != null) {
            errors.rejectValue(at, "partnership.removal.heir.unused");
        } else if (fate == Removal.Fate.GIVE) {
            if (heir == null || heir.equals(id)) {
                errors.rejectValue(at, "partnership.removal.heir.missing");
            } else {
                obstacles.apply(heir).forEach(obstacle -> errors.rejectValue(at, obstacle.key()));
            }
        }
    }

    /** What nobody else can have stays. */
    private static boolean stays(ResellerTies kind) {
        return !(kind instanceof ResellerTies.Reassignable given) || given.stays();
    }

    private void settle(ResellerTies kind, long count, UUID id, Removal form, Map<UUID, Reseller> locked) {
        Removal.Fate fate = form.fates().get(kind.key());
        if (!(kind instanceof ResellerTies.Reassignable given) || fate == Removal.Fate.KEEP) {
            String kept = (kind instanceof ResellerTies.Ending ? "end_" : "keep_") + kind.key();
            audit.record(kept, Resellers.AUDIT, id, null, String.valueOf(count));
            return;
        }
        UUID heir = fate == Removal.Fate.GIVE ? form.heirs().get(kind.key()) : null;
        int changed = given.reassign(id, heir);
        String to = heir == null ? "–" : locked.get(heir).company();
        String action = "reassign_" + kind.key();
        audit.record(action, Resellers.AUDIT, id, String.valueOf(count), changed + " → " + to);
    }
}
