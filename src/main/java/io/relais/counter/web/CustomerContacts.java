package io.relais.counter.web;

import io.relais.enrollment.ResellerProfile;
import io.relais.enrollment.ResellerProfiles;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How a customer reaches those who help it: a reseller at its support contact, as far as it has told one. */
@Component
class CustomerContacts {

    /** @param phone may be null, as may be the website */
    record Contact(String name, String email, String phone, String website) {}

    private final Resellers resellers;
    private final ResellerProfiles profiles;
    private final Provider provider;

    CustomerContacts(Resellers resellers, ResellerProfiles profiles, Provider provider) {
        this.resellers = resellers;
        this.profiles = profiles;
        this.provider = provider;
    }

    /** @param reseller null for the provider */
    Contact of(UUID reseller) {
        if (reseller == null) {
            return new Contact(provider.name(), provider.email(), null, provider.website());
        }
        ResellerCard card = resellers.find(reseller).orElseThrow();
        Optional<ResellerProfile> profile = profiles.find(reseller).map(ResellerProfiles.Card::profile);
        return new Contact(
                card.company(),
                profile.map(ResellerProfile::supportEmail).orElse(card.email()),
                profile.map(ResellerProfile::supportPhone).orElse(null),
                profile.map(ResellerProfile::supportWebsite).orElse(null));
    }
}
