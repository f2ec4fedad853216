package io.relais.enrollment;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** The profile of one reseller. */
@Entity
@Table(name = "reseller_profile")
class KeptProfile {

    @Id
    private UUID resellerId;

    @Version
    private Long version;

    @Embedded
    private ResellerProfile profile;

    private Instant changedAt;
    private String changedBy;

    protected KeptProfile() {}

    KeptProfile(UUID reseller, ResellerProfile profile, String by, Instant now) {
        this.resellerId = reseller;
        change(profile, by, now);
    }

    void change(ResellerProfile changed, String by, Instant now) {
        this.profile = changed;
        this.changedAt = now;
        this.changedBy = by;
    }

    ResellerProfile profile() {
        return profile;
    }

    ResellerProfiles.Card card() {
        return new ResellerProfiles.Card(resellerId, version, profile, changedAt, changedBy);
    }
}
