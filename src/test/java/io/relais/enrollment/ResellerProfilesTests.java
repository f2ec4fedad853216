package io.relais.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import io.relais.partnership.Resellers;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.validation.BindingResult;

/** What an enrolled reseller changes of its own. */
@RelaisTest
class ResellerProfilesTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ResellerProfiles profiles;

    @Autowired
    private Resellers resellers;

    private UUID reseller;

    @BeforeEach
    void enroll() {
        SecurityContextHolder.clearContext();
        reseller = new SampleEnrollments(context).enrolled(SampleEnrollments.declaration());
    }

    @Test
    void changesTheProfileAndTheNameWhereverItIsListed() {
        ResellerProfiles.Card before = profiles.find(reseller).orElseThrow();

        assertThat(change(before.version(), profile("Renommée SARL", "DE", "75002", "https://aide.example"))
                        .getAllErrors())
                .isEmpty();

        ResellerProfiles.Card after = profiles.find(reseller).orElseThrow();
        assertThat(after.profile().legalName()).isEqualTo("Renommée SARL");
        assertThat(after.profile().country()).as("the country never changes").isEqualTo("FR");
        assertThat(after.profile().supportWebsite()).isEqualTo("https://aide.example");
        assertThat(resellers.find(reseller).orElseThrow().company()).isEqualTo("Renommée SARL");
        assertThat(resellers.enrollmentFacts(reseller).orElseThrow().legalName())
                .isEqualTo("Renommée SARL");
        assertThat(resellers.history(reseller))
                .extracting(entry -> entry.getAction())
                .contains("change_profile", "rename_reseller");
    }

    @Test
    void refusesWhatIsWrongAtTheField() {
        ResellerProfiles.Card before = profiles.find(reseller).orElseThrow();

        BindingResult errors = change(before.version(), profile(null, "FR", "7500", "javascript:alert(1)"));

        assertThat(errors.getFieldErrors())
                .extracting(error -> error.getField())
                .containsExactlyInAnyOrder("legalName", "postalCode", "supportWebsite");
        assertThat(profiles.find(reseller).orElseThrow().profile()).isEqualTo(before.profile());
    }

    @Test
    void overwritesNothingThatSomebodyElseHasJustSaved() {
        long version = profiles.find(reseller).orElseThrow().version();
        change(version, profile("Première SARL", "FR", "75002", null));

        BindingResult errors = change(version, profile("Seconde SARL", "FR", "75002", null));

        assertThat(errors.getGlobalError()).isNotNull();
        assertThat(profiles.find(reseller).orElseThrow().profile().legalName()).isEqualTo("Première SARL");
    }

    private BindingResult change(long version, ResellerProfile profile) {
        BindingResult errors = SampleOrders.nothingWrong(profile);
        profiles.change(reseller, version, profile, errors);
        return errors;
    }

    private static ResellerProfile profile(String name, String country, String postalCode, String website) {
        return new ResellerProfile(
                name,
                country,
                "2 rue de la Paix",
                null,
                "Paris",
                null,
                postalCode,
                null,
                null,
                "aide@aide.example",
                "+33 1 23 45 67 89",
                website);
    }
}
