package io.relais.enrollment;

import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.partnership.Resellers;
import io.relais.security.ActingAs;
import io.relais.security.Side;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.validation.SimpleErrors;

/**
 * Two of the demo's resellers have enrolled and can sign in; of two more companies one waits for staff, and one was asked something. Each
 * is brought there through the process. Whoever is there already is left alone.
 */
@Component
@Profile("demo")
@Order(25)
class DemoEnrollments implements ApplicationRunner {

    private static final String STAFF = "sofia";
    private static final String PASSWORD = "Relais-Demo-2026";

    private final Enrollments enrollments;
    private final EnrollmentRepository repository;
    private final Resellers resellers;
    private final Accounts accounts;
    private final Tasks tasks;

    DemoEnrollments(
            Enrollments enrollments,
            EnrollmentRepository repository,
            Resellers resellers,
            Accounts accounts,
            Tasks tasks) {
        this.enrollments = enrollments;
        this.repository = repository;
        this.resellers = resellers;
        this.accounts = accounts;
        this.tasks = tasks;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ActingAs.run(STAFF, () -> {
            partner(new Declaration(
                    "Nuage Atlantique",
                    "5300101",
                    "FR",
                    "12 quai de la Fosse",
                    null,
                    "Nantes",
                    null,
                    "44000",
                    null,
                    "Claire",
                    "Morel",
                    "claire.morel@nuage-atlantique.example",
                    "+33 2 40 12 34 56",
                    "assistance@nuage-atlantique.example",
                    "+33 2 40 12 34 57",
                    "https://www.nuage-atlantique.example",
                    "fr"));
            partner(new Declaration(
                    "Brabant Cloud Services",
                    "5300102",
                    "BE",
                    "Tiensestraat 100",
                    null,
                    "Leuven",
                    null,
                    "3000",
                    null,
                    "Jan",
                    "Peeters",
                    "jan.peeters@brabant-cloud.example",
                    "+32 16 12 34 56",
                    "support@brabant-cloud.example",
                    "+32 16 12 34 57",
                    "https://brabant-cloud.example",
                    "en"));
            waiting(
                    new Declaration(
                            "Vallée Numérique",
                            "5300121",
                            "FR",
                            "3 place Grenette",
                            null,
                            "Grenoble",
                            null,
                            "38000",
                            null,
                            "Inès",
                            "Garnier",
                            "ines.garnier@vallee-numerique.example",
                            null,
                            "aide@vallee-numerique.example",
                            "+33 4 76 12 34 56",
                            "https://vallee-numerique.example",
                            "fr"),
                    null);
            waiting(
                    new Declaration(
                            "Sonnblick Systemhaus",
                            "5300122",
                            "AT",
                            "Getreidegasse 9",
                            null,
                            "Salzburg",
                            null,
                            "5020",
                            null,
                            "Lukas",
                            "Egger",
                            "lukas.egger@sonnblick-systemhaus.example",
                            null,
                            "hilfe@sonnblick.example",
                            "+43 662 123456",
                            "https://sonnblick.example",
                            "en"),
                    "Your website is in another domain than your address. Please tell us how the two belong together.");
        });
    }

    /** A partner that has enrolled, and whose administrator signs in with the demo's password. */
    private void partner(Declaration declared) {
        UUID enrollment = agreed(declared);
        if (enrollment == null) {
            return;
        }
        UUID reseller = resellers.findByEmail(declared.email()).orElseThrow().id();
        accounts.openWithPassword(
                Side.RESELLER,
                reseller,
                declared.email(),
                new Holder(declared.firstName(), declared.lastName(), declared.email(), declared.language()),
                true,
                accounts.encode(PASSWORD),
                declared.email());
        decide(enrollment, Decision.APPROVE, null);
    }

    /** An enrollment that waits for staff, or for the answer to this question. */
    private void waiting(Declaration declared, String question) {
        UUID enrollment = agreed(declared);
        if (enrollment != null && question != null) {
            decide(enrollment, Decision.ASK, question);
        }
    }

    /** Returns the enrollment; null if this company has one already. */
    private UUID agreed(Declaration declared) {
        if (repository.known(declared.email())) {
            return null;
        }
        SimpleErrors errors = new SimpleErrors(declared);
        enrollments.begin(declared, null, errors);
        if (errors.hasErrors()) {
            throw new IllegalStateException("The demo declares what is not accepted: " + errors.getAllErrors());
        }
        UUID enrollment =
                repository.findByOpenEmail(declared.email()).orElseThrow().id();
        String token = enrollments.demoToken(enrollment);
        enrollments.confirm(token);
        enrollments.agree(token, declared.contact(), true, Enrollments.AGREEMENT_VERSION, new SimpleErrors(declared));
        return enrollment;
    }

    private void decide(UUID enrollment, Decision decision, String text) {
        TaskCard task = tasks.ofCase(enrollment.toString()).get(0);
        tasks.claim(task.id());
        enrollments.decide(enrollment, decision, text, new SimpleErrors(task));
    }
}
