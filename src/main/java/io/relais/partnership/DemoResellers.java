package io.relais.partnership;

import io.relais.invitation.Channel;
import io.relais.security.ActingAs;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Made-up resellers in every state, each brought there as a real one would be: through the process, by a member of staff and by its own
 * answer. Whoever is there already is left alone.
 */
@Component
@Profile("demo")
@Order(20)
class DemoResellers implements ApplicationRunner {

    private static final String STAFF = "sofia";

    private record Demo(
            String company,
            String email,
            String contact,
            String country,
            String language,
            String partnerId,
            Consumer<UUID> story) {}

    private final PartnershipRequests requests;
    private final ResellerRepository resellers;
    private final PartnershipRequestProcess process;

    DemoResellers(PartnershipRequests requests, ResellerRepository resellers, PartnershipRequestProcess process) {
        this.requests = requests;
        this.resellers = resellers;
        this.process = process;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ActingAs.run(STAFF, () -> demos().forEach(this::tell));
    }

    private List<Demo> demos() {
        return List.of(
                new Demo(
                        "Nuage Atlantique",
                        "claire.morel@nuage-atlantique.example",
                        "Claire Morel",
                        "FR",
                        "fr",
                        "5300101",
                        accepts(true, true)),
                new Demo(
                        "Brabant Cloud Services",
                        "jan.peeters@brabant-cloud.example",
                        "Jan Peeters",
                        "BE",
                        "en",
                        "5300102",
                        accepts(true, true)),
                new Demo(
                        "Nordlicht IT GmbH",
                        "petra.lang@nordlicht-it.example",
                        "Petra Lang",
                        "DE",
                        "en",
                        "5300103",
                        accepts(true, true)),
                new Demo(
                        "Soluciones Levante",
                        "ana.ruiz@soluciones-levante.example",
                        "Ana Ruiz",
                        "ES",
                        "en",
                        "5300104",
                        accepts(true, true)),
                new Demo(
                        "Alpes Informatique",
                        "luc.favre@alpes-informatique.example",
                        "Luc Favre",
                        "FR",
                        "fr",
                        null,
                        request -> {}),
                new Demo(
                        "Lagune Digitale",
                        "marco.conti@lagune-digitale.example",
                        "Marco Conti",
                        "IT",
                        "en",
                        "5300106",
                        accepts(true, false)),
                new Demo(
                        "Tejo Sistemas",
                        "rita.costa@tejo-sistemas.example",
                        "Rita Costa",
                        "PT",
                        "en",
                        "5300107",
                        request -> requests.decline(
                                requests.demoToken(request), "We work with another provider at the moment.")),
                new Demo(
                        "Polder Automatisering",
                        "kees.visser@polder-automatisering.example",
                        "Kees Visser",
                        "NL",
                        "en",
                        null,
                        process::expireNow));
    }

    private Consumer<UUID> accepts(boolean enrolled, boolean agreementSigned) {
        return request -> {
            Invitee invitee = requests.find(request).orElseThrow().invitee();
            requests.authorize(
                    requests.demoToken(request),
                    new Answer(
                            invitee.company(),
                            invitee.country(),
                            invitee.partnerId(),
                            invitee.contact(),
                            enrolled,
                            agreementSigned));
        };
    }

    private void tell(Demo demo) {
        if (resellers.findByEmail(demo.email.toLowerCase(Locale.ROOT)).isPresent()) {
            return;
        }
        UUID request = requests.start();
        requests.describe(
                request,
                new Invitee(
                        demo.company,
                        demo.email,
                        demo.contact,
                        demo.country,
                        demo.language,
                        demo.partnerId,
                        requests.usualValidityDays()));
        requests.sent(request, Channel.CLIPBOARD);
        requests.done(request);
        demo.story.accept(request);
    }
}
