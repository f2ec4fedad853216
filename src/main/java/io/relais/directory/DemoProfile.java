package io.relais.directory;

import io.relais.security.ActingAs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.BeanPropertyBindingResult;

/** A made-up entry with a logo and three locations, published through the process, and a change of it that waits for its reviewer. */
@Component
@Profile("demo")
@Order(60)
class DemoProfile implements ApplicationRunner {

    private static final List<Location> PUBLISHED = List.of(
            new Location("FR", "Paris", "https://www.relais.example/fr/paris"),
            new Location("FR", "Lyon", "https://www.relais.example/fr/lyon"),
            new Location("BE", null, "https://www.relais.example/be"));

    private static final List<Location> WANTED = List.of(
            new Location("FR", "Paris", "https://www.relais.example/fr/paris"),
            new Location("FR", "Lyon", "https://www.relais.example/fr/lyon-part-dieu"),
            new Location("BE", null, "https://www.relais.example/be"),
            new Location("NL", "Utrecht", "https://www.relais.example/nl"));

    private final Directory directory;
    private final ProfileChangeProcess process;
    private final TransactionTemplate transaction;

    DemoProfile(Directory directory, ProfileChangeProcess process, TransactionTemplate transaction) {
        this.directory = directory;
        this.process = process;
        this.transaction = transaction;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (!directory.history(null, null, 1).rows().isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            UUID first = ask("Relais Distribution", PUBLISHED, logo());
            ActingAs.run("ada", () -> {
                process.claimReview(first, "ada");
                Review approval = new Review(directory.review(first), Decision.APPROVE.name(), null);
                directory.decide(first, approval, new BeanPropertyBindingResult(approval, "review"));
            });
            process.publishNow(first);
        });
        transaction.executeWithoutResult(status -> ask("Relais Distribution Benelux", WANTED, null));
    }

    private UUID ask(String name, List<Location> locations, byte[] logo) {
        UUID[] change = new UUID[1];
        ActingAs.run("sam", () -> {
            change[0] = directory.start();
            ProfileForm form = new ProfileForm(directory.entered(change[0]).version(), name, locations, false, null);
            BeanPropertyBindingResult errors = new BeanPropertyBindingResult(form, "form");
            directory.submit(change[0], form, logo, errors);
            if (errors.hasErrors()) {
                throw new IllegalStateException("The demo’s profile is refused: " + errors.getAllErrors());
            }
        });
        return change[0];
    }

    private static byte[] logo() {
        try {
            return new ClassPathResource("static/img/relais.svg").getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
