package io.relais.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.SampleOrders;
import io.relais.security.SealingKeys;
import io.relais.tasks.Tasks;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.validation.BindingResult;

/** Enrollments of made-up resellers, brought as far as a test wants them. */
public final class SampleEnrollments {

    private static final AtomicInteger LAST_PARTNER_ID = new AtomicInteger(5_800_000);

    private final ApplicationContext context;
    private final Enrollments enrollments;

    public SampleEnrollments(ApplicationContext context) {
        this.context = context;
        this.enrollments = context.getBean(Enrollments.class);
    }

    /** What a company that nobody knows declares. */
    public static Declaration declaration() {
        return declaration("zoe@" + SampleOrders.freshDomain() + ".example", freshPartnerId());
    }

    public static String freshPartnerId() {
        return String.valueOf(LAST_PARTNER_ID.incrementAndGet());
    }

    public static Declaration declaration(String email, String partnerId) {
        String domain = email.substring(email.indexOf('@') + 1);
        return new Declaration(
                "Société " + domain,
                partnerId,
                "FR",
                "1 rue de la Paix",
                null,
                "Paris",
                null,
                "75002",
                null,
                "Zoé",
                "Martin",
                email,
                null,
                "aide@" + domain,
                "+33 1 23 45 67 89",
                "https://www." + domain,
                "fr");
    }

    public UUID begun(Declaration declared, UUID request) {
        BindingResult errors = SampleOrders.nothingWrong(declared);
        enrollments.begin(declared, request, errors);
        assertThat(errors.getAllErrors()).isEmpty();
        return context.getBean(EnrollmentRepository.class)
                .findByOpenEmail(declared.email())
                .orElseThrow()
                .id();
    }

    public UUID confirmed(Declaration declared, UUID request) {
        UUID enrollment = begun(declared, request);
        enrollments.confirm(token(enrollment));
        return enrollment;
    }

    public UUID inVerification(Declaration declared, UUID request) {
        UUID enrollment = confirmed(declared, request);
        BindingResult errors = SampleOrders.nothingWrong(declared);
        enrollments.agree(token(enrollment), "Zoé Martin", true, Enrollments.AGREEMENT_VERSION, errors);
        assertThat(errors.getAllErrors()).isEmpty();
        return enrollment;
    }

    /** A reseller that has enrolled. */
    public UUID enrolled(Declaration declared) {
        UUID enrollment = inVerification(declared, null);
        assertThat(decided("sam", enrollment, Decision.APPROVE, null).getAllErrors())
                .isEmpty();
        return enrollments.find(enrollment).orElseThrow().reseller();
    }

    public void claim(String person, UUID enrollment) {
        SampleOrders.as(person, () -> {
            Tasks tasks = context.getBean(Tasks.class);
            tasks.claim(tasks.ofCase(enrollment.toString()).get(0).id());
            return null;
        });
    }

    public BindingResult decided(String person, UUID enrollment, Decision decision, String text) {
        claim(person, enrollment);
        return SampleOrders.as(person, () -> {
            BindingResult errors = SampleOrders.nothingWrong(new Text(text));
            enrollments.decide(enrollment, decision, text, errors);
            return errors;
        });
    }

    public String token(UUID enrollment) {
        return enrollments.demoToken(enrollment);
    }

    /** What was written to this address, latest first. */
    public List<String> mails(String email) {
        // The mail itself is read from its row: the outbox skips one that its own job looks at in this moment.
        return context.getBean(JdbcTemplate.class)
                .query(
                        "select id, subject, key_id, sealed from outgoing_mail where recipient = ? order by created_at desc",
                        (row, number) -> row.getString("subject")
                                + "\n"
                                + context.getBean(SealingKeys.class)
                                        .open(
                                                new SealingKeys.Sealed(
                                                        row.getString("key_id"),
                                                        Base64.getDecoder().decode(row.getString("sealed"))),
                                                "outgoing-mail|" + row.getString("id")),
                        email);
    }

    public record Text(String text) {}
}
