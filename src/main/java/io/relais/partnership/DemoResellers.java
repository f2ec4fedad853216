package io.relais.partnership;

import io.relais.invitation.Channel;
import io.relais.security.ActingAs;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.validation.SimpleErrors;

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
    private final Resellers face;
    private final Clock clock;

    DemoResellers(
            PartnershipRequests requests,
            ResellerRepository resellers,
            PartnershipRequestProcess process,
            Resellers face,
            Clock clock) {
        this.requests = requests;
        this.resellers = resellers;
        this.process = process;
        this.face = face;
        this.clock = clock;
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
                        process::expireNow),
                new Demo(
                        "Étoile Numérique",
                        "hugo.lefort@etoile-numerique.example",
                        "Hugo Lefort",
                        "FR",
                        "fr",
                        "5300109",
                        accepts(true, true)
                                .andThen(then(flagged(
                                        ComplianceFlag.AGREEMENT_MISSING,
                                        "The agreement was signed by a person who had left the company.")))),
                new Demo(
                        "Rheintal Systemhaus",
                        "eva.brandt@rheintal-systemhaus.example",
                        "Eva Brandt",
                        "DE",
                        "en",
                        "5300110",
                        accepts(true, true)
                                .andThen(then(flagged(ComplianceFlag.SUSPENDED, "Invoices open for ninety days.")))),
                new Demo(
                        "Öresund Partner AB",
                        "nils.ek@oresund-partner.example",
                        "Nils Ek",
                        "SE",
                        "en",
                        "5300111",
                        accepts(true, true).andThen(then(this::removed))));
    }

    /** What happens to the reseller after it has answered. */
    private Consumer<UUID> then(Consumer<UUID> story) {
        return request -> story.accept(requests.find(request).orElseThrow().party());
    }

    private Consumer<UUID> flagged(ComplianceFlag flag, String reason) {
        return reseller -> {
            ComplianceChange found = new ComplianceChange(
                    ComplianceChange.Finding.SET, flag, LocalDate.now(clock.withZone(ZoneOffset.UTC)), reason);
            face.check(reseller, found, new SimpleErrors(found));
        };
    }

    private void removed(UUID reseller) {
        String company = face.find(reseller).orElseThrow().company();
        Removal removal = new Removal("The company stopped reselling.", company, null, null);
        face.remove(reseller, removal, new SimpleErrors(removal));
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
