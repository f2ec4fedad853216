package io.relais.enrollment;

import io.relais.audit.AuditTrail;
import io.relais.partnership.Resellers;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/** What resellers say of their company and their support contact: first by their enrollment, later on their own page. */
@Service
public class ResellerProfiles {

    /**
     * A reseller's profile as it stands.
     *
     * @param version to be given back with a change, so that nobody overwrites what somebody else has just saved
     */
    public record Card(UUID reseller, long version, ResellerProfile profile, Instant changedAt, String changedBy) {}

    private final ProfileRepository profiles;
    private final EnrollmentRules rules;
    private final Resellers resellers;
    private final AuditTrail audit;
    private final Clock clock;

    ResellerProfiles(
            ProfileRepository profiles, EnrollmentRules rules, Resellers resellers, AuditTrail audit, Clock clock) {
        this.profiles = profiles;
        this.rules = rules;
        this.resellers = resellers;
        this.audit = audit;
        this.clock = clock;
    }

    /** Empty for a reseller that has not enrolled. */
    @Transactional(readOnly = true)
    public Optional<Card> find(UUID reseller) {
        return profiles.findById(reseller).map(KeptProfile::card);
    }

    /**
     * Changes the profile, and the reseller's name wherever it is listed. The country stays as it is.
     *
     * @param version that of the card which was changed
     * @param errors takes what is wrong, at the fields of its current nested path, or globally if somebody else has changed the profile
     *     meanwhile; nothing is changed then
     */
    @Transactional
    public void change(UUID reseller, long version, ResellerProfile typed, Errors errors) {
        KeptProfile kept = profiles.lock(reseller).orElseThrow();
        ResellerProfile wanted = typed.in(kept.profile().country());
        if (kept.card().version() != version) {
            errors.reject(
                    "enrollment.profile.changedMeanwhile",
                    new Object[] {kept.card().changedBy()},
                    null);
        }
        rules.validate(wanted, errors);
        if (errors.hasErrors()) {
            return;
        }
        if (!wanted.legalName().equals(kept.profile().legalName())) {
            resellers.rename(reseller, wanted.legalName());
        }
        String before = kept.profile().inOneLine();
        kept.change(wanted, AuditTrail.actor(), clock.instant());
        audit.record("change_profile", Resellers.AUDIT, reseller, before, wanted.inOneLine());
    }

    /** Keeps what a reseller has declared by its enrollment. */
    void keep(UUID reseller, ResellerProfile declared, String by) {
        Optional<KeptProfile> kept = profiles.lock(reseller);
        kept.ifPresent(profile -> profile.change(declared, by, clock.instant()));
        if (kept.isEmpty()) {
            profiles.save(new KeptProfile(reseller, declared, by, clock.instant()));
        }
    }
}
