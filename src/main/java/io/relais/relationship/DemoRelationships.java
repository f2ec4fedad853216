package io.relais.relationship;

import io.relais.customer.CustomerDetails;
import io.relais.invitation.Channel;
import io.relais.partnership.Resellers;
import io.relais.security.ActingAs;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A made-up company that was asked, and one that accepted, each through the process. Whoever was asked already is left alone. */
@Component
@Profile("demo")
@Order(40)
class DemoRelationships implements ApplicationRunner {

    private static final String STAFF = "sofia";

    private final RelationshipRequests requests;
    private final Resellers resellers;

    DemoRelationships(RelationshipRequests requests, Resellers resellers) {
        this.requests = requests;
        this.resellers = resellers;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ActingAs.run(STAFF, () -> {
            ask("Brasserie du Quai", "paul.henry@brasserie-du-quai.example", "Paul Henry", "FR", "fr", "Nuage", true);
            UUID accepted = ask(
                    "Molenaar Bouw",
                    "sanne.molenaar@molenaar-bouw.example",
                    "Sanne Molenaar",
                    "BE",
                    "en",
                    "Brabant",
                    false);
            if (accepted != null) {
                requests.accept(requests.demoToken(accepted), molenaar());
            }
        });
    }

    /** Returns the request; null if the company was asked before. */
    private UUID ask(
            String company,
            String email,
            String contact,
            String country,
            String language,
            String reseller,
            boolean delegatedAdministration) {
        if (requests.asked(email)) {
            return null;
        }
        UUID partner = resellers.selectable(reseller, 1).stream()
                .map(card -> card.id())
                .findFirst()
                .orElse(null);
        UUID request = requests.start();
        requests.describe(
                request,
                new Invitee(
                        company,
                        email,
                        contact,
                        country,
                        language,
                        partner,
                        delegatedAdministration,
                        requests.usualValidityDays()));
        requests.sent(request, Channel.CLIPBOARD);
        requests.done(request);
        return request;
    }

    private static Acceptance molenaar() {
        return new Acceptance(
                false,
                new CustomerDetails(
                        "Molenaar Bouw BV",
                        "molenaarbouw",
                        "BE",
                        "Havenlaan 12",
                        null,
                        "Gent",
                        null,
                        "9000",
                        "Sanne",
                        "Molenaar",
                        "sanne.molenaar@molenaar-bouw.example",
                        null,
                        "nl",
                        "nl-BE",
                        null),
                List.of("molenaar-bouw.example"),
                null);
    }
}
