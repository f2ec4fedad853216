package io.relais.enrollment.web;

import static io.relais.security.SignedInOutside.agentOf;
import static io.relais.security.SignedInOutside.customer;
import static io.relais.security.SignedInOutside.reseller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.enrollment.Decision;
import io.relais.enrollment.Declaration;
import io.relais.enrollment.EnrollmentState;
import io.relais.enrollment.Enrollments;
import io.relais.enrollment.SampleEnrollments;
import io.relais.invitation.RequestState;
import io.relais.order.SampleOrders;
import io.relais.partnership.PartnershipRequests;
import java.io.UnsupportedEncodingException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;

/** What a reseller that enrolls and the staff who verify it see, and who sees nothing. */
@RelaisTest
class EnrollmentPageTests {

    private static final String ENROLL = "/reseller/public/enroll";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MockMvcTester pages;

    @Autowired
    private Enrollments enrollments;

    @Autowired
    private PartnershipRequests requests;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private TransactionTemplate transaction;

    private SampleEnrollments samples;

    @BeforeEach
    void nobodyIsSignedIn() {
        SecurityContextHolder.clearContext();
        samples = new SampleEnrollments(context);
    }

    // ---- the reseller
    // ---------------------------------------------------------------------------------------------------------------

    @Test
    void enrollsFromThePublicPage() {
        Declaration declared = SampleEnrollments.declaration();
        assertThat(body(get(ENROLL, anonymous()))).contains("Enroll as an indirect reseller", "details.supportEmail");

        MvcTestResult sent = post(ENROLL, anonymous(), typed(declared));

        assertThat(sent).hasStatus(HttpStatus.FOUND).hasRedirectedUrl(ENROLL + "/sent");
        assertThat(samples.mails(declared.email())).hasSize(1);
        assertThat(body(get(ENROLL + "/sent", anonymous()))).contains("Send the link again");
    }

    @Test
    void saysAtTheFieldWhatIsWrongAndLosesNothing() {
        Map<String, String> typed = typed(SampleEnrollments.declaration("zoe@gmail.com", "5899001"));
        typed.put("details.legalName", "<script>alert(1)</script>");
        typed.put("details.postalCode", "7500");
        typed.put("details.supportWebsite", "javascript:alert(1)");
        typed.put("details.partnerId", "12");

        MvcTestResult refused = post(ENROLL, anonymous(), typed);

        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused))
                .contains(
                        "gmail.com belong to a free mail service",
                        "What you typed has another format",
                        "Enter the whole address of a website",
                        "&lt;script&gt;alert(1)&lt;/script&gt;",
                        "value=\"7500\"")
                .doesNotContain("<script>alert(1)");
        typed.put("details.country", "US");
        assertThat(body(post(ENROLL, anonymous(), typed))).contains("not in the region of Relais Distribution");
        assertThat(body(post(ENROLL, anonymous(), Map.of("details.legalName", " "))))
                .contains("Please fill this in.");
        typed.put("details.legalName", "x".repeat(300));
        assertThat(post(ENROLL, anonymous(), typed)).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(post(ENROLL, anonymous(), Map.of())).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void showsTheFieldsOfAnotherCountryWithoutJudging() {
        Map<String, String> typed = typed(SampleEnrollments.declaration());
        typed.put("details.country", "IE");
        typed.put("details.email", "nonsense");
        typed.put("action", "country");

        MvcTestResult page = post(ENROLL, anonymous(), typed);

        assertThat(page).hasStatusOk();
        assertThat(body(page)).contains("value=\"nonsense\"").doesNotContain("is-invalid");
    }

    @Test
    void carriesThePartnershipRequestAlong() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        String link = SampleOrders.as("sam", () -> SampleOrders.invited(requests, "Wolken & Sterne", email));
        UUID request = requests.waiting(link).orElseThrow().id();
        assertThat(body(get("/partnership/" + link, anonymous())))
                .contains("/partnership/" + link + "/enroll", "pas encore de compte");
        assertThat(body(get("/partnership/" + link + "/enroll", anonymous())))
                .contains(
                        "value=\"Wolken &amp; Sterne\"",
                        "value=\"Remi\"",
                        "value=\"Revel\"",
                        "value=\"" + email + "\"");
        Map<String, String> typed = typed(SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId()));

        assertThat(post("/partnership/" + link + "/enroll", anonymous(), typed))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        typed.put("authorize", "true");
        assertThat(post("/partnership/" + link + "/enroll", anonymous(), typed)).hasRedirectedUrl(ENROLL + "/sent");

        UUID enrollment = database.queryForObject("select id from enrollment where email = ?", UUID.class, email);
        assertThat(enrollments.find(enrollment).orElseThrow().request()).isEqualTo(request);
        assertThat(get("/partnership/unknown/enroll", anonymous())).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void losesNothingWhenTheRequestEndsWhileTheFormIsFilledIn() {
        Declaration declared = SampleEnrollments.declaration();
        String link = SampleOrders.as("sam", () -> SampleOrders.invited(requests, "Soon gone", declared.email()));
        String form = "/partnership/" + link + "/enroll";
        Map<String, String> typed = typed(declared);
        typed.put("authorize", "true");
        requests.decline(link, "Too early");

        assertThat(get(form, anonymous())).hasStatus(HttpStatus.NOT_FOUND);
        for (String gone : new String[] {form, "/partnership/unknown/enroll"}) {
            MvcTestResult kept = post(gone, anonymous(), typed);
            assertThat(kept).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            assertThat(body(kept))
                    .contains("does not wait any more", declared.supportEmail(), "action=\"" + ENROLL + "\"");
        }
        assertThat(samples.mails(declared.email()))
                .filteredOn(mail -> mail.contains(ENROLL))
                .isEmpty();
        typed.put("action", "country");
        assertThat(body(post(form, anonymous(), typed))).contains("does not wait any more", declared.supportEmail());
        typed.remove("action");
        assertThat(post(ENROLL, anonymous(), typed)).hasRedirectedUrl(ENROLL + "/sent");
    }

    @Test
    void leadsOnFromADeadLink() {
        for (String dead : new String[] {ENROLL + "/" + "x".repeat(43), "/partnership/unknown"}) {
            assertThat(body(get(dead, anonymous())))
                    .contains("mailto:", "href=\"/reseller/login\"", "href=\"" + ENROLL + "\"", "/find-a-provider");
        }
        assertThat(body(get("/relationship/unknown", anonymous())))
                .contains("mailto:", "href=\"/customer/login\"", "/find-a-provider");
    }

    @Test
    void acceptsTheAgreementThatWasReadOnly() {
        UUID enrollment = samples.confirmed(SampleEnrollments.declaration(), null);
        String here = ENROLL + "/" + samples.token(enrollment);

        for (String other : new String[] {"2020-01", ""}) {
            MvcTestResult refused = post(
                    here + "/agreement", anonymous(), Map.of("name", "Zoé Martin", "agree", "true", "version", other));
            assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            assertThat(body(refused))
                    .contains("Le contrat a changé", "value=\"" + Enrollments.AGREEMENT_VERSION + "\"")
                    .doesNotContain("checked");
        }
        assertThat(enrollments.find(enrollment).orElseThrow().state()).isEqualTo(EnrollmentState.CONFIRMED);
    }

    @Test
    void saysWhenNobodyWouldReadAnAnswerAndKeepsIt() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, null);
        String here = ENROLL + "/" + samples.token(enrollment);
        samples.decided("sam", enrollment, Decision.ASK, "Qui signe ?");
        Map<String, String> typed = Map.of("answer", "La directrice.", "partnerId", declared.partnerId());
        assertThat(post(here + "/answer", anonymous(), typed)).hasStatus(HttpStatus.FOUND);
        assertThat(body(get(here, anonymous()))).contains("Qui signe ?", "La directrice.");
        samples.decided("sam", enrollment, Decision.REFUSE, "Le registre ne vous connaît pas.");

        MvcTestResult late = post(here + "/answer", anonymous(), Map.of("answer", "Ou plutôt <b>moi</b>."));

        assertThat(late).hasStatus(HttpStatus.CONFLICT);
        assertThat(body(late))
                .contains(
                        "parvenue à personne", "Ou plutôt &lt;b&gt;moi&lt;/b&gt;.", "Le registre ne vous connaît pas.");
    }

    @Test
    void countsTheEndOfALineAsTheBrowserDoes() {
        UUID enrollment = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.decided("sam", enrollment, Decision.ASK, "Qui signe ?");
        String lines = "a\n".repeat(999) + "aa";

        assertThat(post(
                        ENROLL + "/" + samples.token(enrollment) + "/answer",
                        anonymous(),
                        Map.of("answer", lines.replace("\n", "\r\n"))))
                .hasStatus(HttpStatus.FOUND);

        assertThat(enrollments.find(enrollment).orElseThrow().answer()).isEqualTo(lines);
    }

    @Test
    void namesWhoDecidedOnlyWhereSomebodyDid() {
        UUID withdrawn = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.decided("sofia", withdrawn, Decision.ASK, "Qui signe ?");
        enrollments.withdraw(samples.token(withdrawn));
        UUID refused = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.decided("sofia", refused, Decision.REFUSE, "Inconnu.");

        assertThat(body(get("/enrollments/" + withdrawn, staff("sam")))).doesNotContain("<span>sofia</span>");
        assertThat(body(get("/enrollments/" + refused, staff("sam")))).contains("<span>sofia</span>");
    }

    @Test
    void tellsBehindThePersonalLinkHowItStands() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.begun(declared, null);
        String here = ENROLL + "/" + samples.token(enrollment);

        MvcTestResult first = get(here, anonymous());
        assertThat(first.getResponse().getHeader("Cache-Control")).contains("no-store");
        assertThat(first.getResponse().getHeader("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(body(first)).contains("Confirmer votre adresse e-mail", "Retirer");
        assertThat(enrollments.find(enrollment).orElseThrow().state())
                .as("a mail scanner confirms nothing")
                .isEqualTo(EnrollmentState.UNCONFIRMED);

        assertThat(post(here + "/confirm", anonymous(), Map.of())).hasRedirectedUrl(here + "#content");
        assertThat(body(get(here, anonymous()))).contains("Contrat partenaire avec Relais Distribution");
        assertThat(post(here + "/agreement", anonymous(), Map.of("name", "Zoé Martin")))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(post(here + "/agreement", anonymous(), Map.of("name", "x".repeat(200), "agree", "true")))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        post(
                here + "/agreement",
                anonymous(),
                Map.of("name", "Zoé Martin", "agree", "true", "version", Enrollments.AGREEMENT_VERSION));
        assertThat(body(get(here, anonymous()))).contains("Nous étudions votre inscription");

        samples.decided("sam", enrollment, Decision.ASK, "Qui signe <b>chez vous</b> ?");
        assertThat(body(get(here + "?lang=fr", anonymous()))).contains("Qui signe &lt;b&gt;chez vous&lt;/b&gt; ?");
        assertThat(post(here + "/answer", anonymous(), Map.of("answer", " ")))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(post(here + "/answer", anonymous(), Map.of("answer", "x".repeat(2001))))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        post(here + "/answer", anonymous(), Map.of("answer", "La directrice."));
        samples.decided("sam", enrollment, Decision.REFUSE, "Le registre ne vous connaît pas.");
        assertThat(body(get(here, anonymous()))).contains("Le registre ne vous connaît pas.", "inscrire à nouveau");

        UUID approved = samples.inVerification(SampleEnrollments.declaration(), null);
        samples.decided("sam", approved, Decision.APPROVE, null);
        assertThat(body(get(ENROLL + "/" + samples.token(approved), anonymous())))
                .contains("Votre entreprise est inscrite", "/reseller/login");
        UUID withdrawn = samples.begun(SampleEnrollments.declaration(), null);
        post(ENROLL + "/" + samples.token(withdrawn) + "/withdraw", anonymous(), Map.of());
        assertThat(body(get(ENROLL + "/" + samples.token(withdrawn), anonymous())))
                .contains("Vous avez retiré votre inscription");
    }

    @Test
    void leadsNowhereWithAnotherToken() {
        for (String verb : new String[] {"/confirm", "/agreement?name=A&agree=true", "/answer?answer=A", "/withdraw"}) {
            assertThat(post(ENROLL + "/" + "x".repeat(43) + verb, anonymous(), Map.of()))
                    .as(verb)
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
        assertThat(get(ENROLL + "/" + "x".repeat(43), anonymous())).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(pages.post().uri(ENROLL).with(anonymous()).exchange()).hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    void saysTheSameWhomeverTheLinkIsAskedFor() {
        Declaration declared = SampleEnrollments.declaration();
        samples.begun(declared, null);

        MvcTestResult known = post(ENROLL + "/again", anonymous(), Map.of("email", declared.email()));
        MvcTestResult unknown = post(ENROLL + "/again", anonymous(), Map.of("email", "nobody@nowhere.example"));

        assertThat(known).hasRedirectedUrl(ENROLL + "/sent");
        assertThat(unknown).hasRedirectedUrl(ENROLL + "/sent");
        assertThat(post(ENROLL + "/again", anonymous(), Map.of())).hasRedirectedUrl(ENROLL + "/sent");
        assertThat(known.getMvcResult().getFlashMap().get("notice"))
                .isNotNull()
                .isEqualTo(unknown.getMvcResult().getFlashMap().get("notice"));
    }

    @Test
    void saysTheSameWhoeverIsKnownAlready() {
        Declaration known = SampleEnrollments.declaration();
        samples.enrolled(known);
        Declaration unknown = SampleEnrollments.declaration();

        for (Declaration one : new Declaration[] {
            unknown,
            SampleEnrollments.declaration(known.email(), SampleEnrollments.freshPartnerId()),
            SampleEnrollments.declaration("x@" + SampleOrders.freshDomain() + ".example", known.partnerId())
        }) {
            MvcTestResult answer = post(ENROLL, anonymous(), typed(one));
            assertThat(answer).hasStatus(HttpStatus.FOUND).hasRedirectedUrl(ENROLL + "/sent");
            assertThat(answer.getMvcResult().getFlashMap().entrySet())
                    .containsExactly(Map.entry("sentTo", one.email()));
        }
    }

    @Test
    void slowsDownWhoMakesItWriteTooOften() {
        Map<String, String> typed = typed(SampleEnrollments.declaration());
        RequestPostProcessor here = request -> {
            request.setRemoteAddr("192.0.2.77");
            return request;
        };
        Map<String, String> mistaken = new HashMap<>(typed);
        mistaken.put("details.legalName", "");
        assertThat(post(ENROLL, here, mistaken)).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(post(ENROLL, here, typed))
                .as("who only mends a mistake need not wait")
                .hasRedirectedUrl(ENROLL + "/sent");

        MvcTestResult again = post(ENROLL, here, typed);

        assertThat(again).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(again))
                .contains("Nothing was sent yet: somebody enrolled with this address", "Send it again in");
        for (int i = 0; i < 50; i++) {
            post(ENROLL + "/again", here, Map.of("email", i + "@nowhere.example"));
        }
        Declaration other = SampleEnrollments.declaration();
        assertThat(post(ENROLL, here, typed(other))).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(samples.mails(other.email())).isEmpty();
        assertThat(post(ENROLL, anonymous(), typed(other))).hasRedirectedUrl(ENROLL + "/sent");
    }

    @Test
    void enrollsAnewWithWhatWasDeclaredAndForTheSameRequest() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        String link = SampleOrders.as("sam", () -> SampleOrders.invited(requests, "Encore", email));
        UUID request = requests.waiting(link).orElseThrow().id();
        Declaration declared = SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId());
        UUID refused = samples.inVerification(declared, request);
        String anew = ENROLL + "/" + samples.token(refused) + "/anew";
        assertThat(get(anew, anonymous())).as("still open").hasStatus(HttpStatus.NOT_FOUND);
        samples.decided("sam", refused, Decision.REFUSE, "Le code postal est faux.");
        assertThat(body(get(ENROLL + "/" + samples.token(refused), anonymous())))
                .contains("href=\"" + anew + "\"");
        assertThat(body(get(anew, anonymous())))
                .contains(email.split("@")[1] + "\"", "value=\"75002\"", "action=\"" + anew + "\"");
        Map<String, String> typed = typed(declared);
        typed.put("details.country", "IE");
        typed.put("action", "country");
        assertThat(post(anew, anonymous(), typed)).hasStatusOk();
        typed = typed(declared);

        assertThat(post(anew, anonymous(), typed)).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        typed.put("authorize", "true");
        assertThat(post(anew, anonymous(), typed)).hasRedirectedUrl(ENROLL + "/sent");

        assertThat(database.queryForObject("select request_id from enrollment where open_email = ?", UUID.class, email))
                .isEqualTo(request);
        assertThat(post(ENROLL + "/" + "x".repeat(43) + "/anew", anonymous(), typed))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void keepsTheLinkOutOfTheAuditTrailAndTheProcess() {
        UUID enrollment = samples.inVerification(SampleEnrollments.declaration(), null);
        String token = samples.token(enrollment);
        String lines = database.queryForList("select * from audit_entry where object_id = ?", enrollment)
                .toString();
        String variables = database.queryForList("select * from ACT_RU_VARIABLE where TEXT_ is not null")
                .toString();

        assertThat(lines).isNotEmpty().doesNotContain(token);
        assertThat(variables).isNotEmpty().doesNotContain(token);
    }

    // ---- an enrolled reseller and the next request
    // -------------------------------------------------------------------------------------

    @Test
    void letsTheSignedInAdministratorAcceptWithoutDeclaring() {
        Declaration declared = SampleEnrollments.declaration();
        UUID party = samples.enrolled(declared);
        String link = SampleOrders.as("sam", () -> SampleOrders.invited(requests, "Again", declared.email()));
        UUID request = requests.waiting(link).orElseThrow().id();
        String here = "/partnership/" + link;

        for (RequestPostProcessor other :
                new RequestPostProcessor[] {anonymous(), agentOf(party), reseller(UUID.randomUUID()), customer(party)
                }) {
            assertThat(body(get(here, other)))
                    .contains("/reseller/login")
                    .doesNotContain(here + "/accept", here + "/authorize", declared.partnerId());
            assertThat(post(here + "/accept", other, Map.of("authorize", "true")))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
        assertThat(body(get(here, reseller(party)))).contains(here + "/accept", declared.partnerId());
        MvcTestResult unticked = post(here + "/accept", reseller(party), Map.of());
        assertThat(unticked).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(unticked)).contains("is-invalid");

        assertThat(post(here + "/accept", reseller(party), Map.of("authorize", "true")))
                .hasStatus(HttpStatus.FOUND);

        assertThat(requests.find(request).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
    }

    // ---- staff
    // ----------------------------------------------------------------------------------------------------------------------

    @Test
    void listsFindsAndFiltersEnrollments() {
        Declaration declared = SampleEnrollments.declaration();
        samples.inVerification(declared, null);

        assertThat(body(get("/enrollments", staff("sam")))).contains(declared.legalName(), "In verification");
        assertThat(body(get("/enrollments?text=" + declared.partnerId(), staff("sam"))))
                .contains(declared.legalName());
        assertThat(body(get("/enrollments?text=SOCIETE " + declared.email().split("@")[1], staff("sam"))))
                .contains(declared.legalName());
        assertThat(body(get("/enrollments?state=REFUSED&text=" + declared.partnerId(), staff("sam"))))
                .contains("No enrollment is like this.");
        assertThat(get("/enrollments?state=nonsense&after=%%&before=x&text=100%25", staff("sam")))
                .hasStatusOk();
        assertThat(body(get("/resellers", staff("sam")))).contains("href=\"/enrollments\"");
    }

    @Test
    void pagesThroughTheList() {
        for (int number = 0; number < 27; number++) {
            samples.begun(SampleEnrollments.declaration(), null);
        }
        String first = body(get("/enrollments", staff("ada")));
        String next =
                first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1").replace("&amp;", "&");

        String second = body(get(next, staff("ada")));

        assertThat(first).doesNotContain("rel=\"prev\"");
        assertThat(second).contains("rel=\"prev\"");
    }

    @Test
    void showsWhatSpeaksForItAndTakesTheDecision() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, null);
        String verify = "/enrollments/" + enrollment + "/verify";
        assertThat(body(get("/enrollments/" + enrollment, staff("sam"))))
                .contains(declared.legalName(), "Agreement accepted", "The country is in our region.", "/cases/");
        assertThat(body(get(verify, staff("sam"))))
                .contains("This task is free to take", "Claim and open", "href=\"/enrollments/" + enrollment + "\"")
                .doesNotContain("not yours");
        samples.claim("sam", enrollment);

        assertThat(body(get(verify, staff("sam"))))
                .contains(declared.legalName(), declared.supportEmail(), "Approve", "Refuse");
        assertThat(post(verify, staff("sam"), Map.of("decision", "REFUSE"))).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        MvcTestResult nothing = post(verify, staff("sam"), Map.of("decision", "nonsense", "text", "typed"));
        assertThat(nothing).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(nothing)).contains("Choose what to do", "typed");
        assertThat(post(verify, staff("sofia"), Map.of("decision", "APPROVE"))).doesNotHave(redirectToNext());
        assertThat(enrollments.find(enrollment).orElseThrow().state()).isEqualTo(EnrollmentState.IN_VERIFICATION);

        MvcTestResult approved = post(verify, staff("sam"), Map.of("decision", "APPROVE"));
        assertThat(approved).hasRedirectedUrl("/tasks/next?case=" + enrollment);
        assertThat(approved).flash().containsEntry("notice", "enrollment.done.APPROVE");
        assertThat(pages.get()
                        .uri("/tasks/next?case=" + enrollment)
                        .flashAttr("notice", "enrollment.done.APPROVE")
                        .with(staff("sam")))
                .as("what was said is still said where the way ends")
                .flash()
                .containsEntry("notice", "enrollment.done.APPROVE");

        String reseller = enrollments.find(enrollment).orElseThrow().reseller().toString();
        assertThat(body(get("/enrollments/" + enrollment, staff("sam"))))
                .contains("Approved", "/resellers/" + reseller, "no partner yet", "value=\"" + reseller + "\"");
        MvcTestResult asking = post("/partnership-requests", staff("sam"), Map.of("reseller", reseller));
        assertThat(body(get(asking.getResponse().getRedirectedUrl(), staff("sam"))))
                .as("filled with what is known")
                .contains(declared.email(), declared.partnerId());
        assertThat(body(get("/cases/" + enrollment, staff("sam")))).contains("Enroll a reseller");
    }

    @Test
    void saysWhatIsInTheWayWhenAnotherIsQuickerByAnInstant() {
        Declaration declared = SampleEnrollments.declaration();
        UUID enrollment = samples.inVerification(declared, null);
        UUID quicker = samples.enrolled(SampleEnrollments.declaration());
        samples.claim("sam", enrollment);

        CompletableFuture<MvcTestResult> answer = new CompletableFuture<>();
        Thread other = new Thread(() -> answer.complete(
                post("/enrollments/" + enrollment + "/verify", staff("sam"), Map.of("decision", "APPROVE"))));
        transaction.executeWithoutResult(status -> {
            database.update("update reseller set partner_id = ? where id = ?", declared.partnerId(), quicker);
            other.start();
            while (other.isAlive() && !writes(other)) {
                Thread.onSpinWait();
            }
        });

        assertThat(answer.join()).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(answer.join())).contains("has the partner ID " + declared.partnerId(), "Ask the reseller");
        assertThat(enrollments.find(enrollment).orElseThrow().state()).isEqualTo(EnrollmentState.IN_VERIFICATION);
    }

    /** Whether this thread has found nothing in the way and writes, until it waits for the other one. */
    private static boolean writes(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("org.hibernate.engine.jdbc.batch."));
    }

    @Test
    void isForStaffWhoVerifyResellersOnly() {
        UUID enrollment = samples.inVerification(SampleEnrollments.declaration(), null);
        for (String page :
                new String[] {"/enrollments", "/enrollments/" + enrollment, "/enrollments/" + enrollment + "/verify"}) {
            for (String person : new String[] {"hal", "paula", "oscar", "admin"}) {
                assertThat(get(page, staff(person))).as(page).hasStatus(HttpStatus.FORBIDDEN);
            }
            assertThat(get(page, reseller(UUID.randomUUID()))).as(page).hasStatus(HttpStatus.NOT_FOUND);
            assertThat(get(page, customer(UUID.randomUUID()))).as(page).hasStatus(HttpStatus.NOT_FOUND);
            assertThat(get(page, anonymous())).as(page).hasStatus(HttpStatus.FOUND);
        }
        assertThat(post("/enrollments/" + enrollment + "/verify", staff("hal"), Map.of("decision", "APPROVE")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(get("/enrollments/" + UUID.randomUUID(), staff("sam"))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(get("/enrollments/1", staff("sam"))).hasStatus4xxClientError();
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    private static org.assertj.core.api.Condition<MvcTestResult> redirectToNext() {
        return new org.assertj.core.api.Condition<>(
                result ->
                        String.valueOf(result.getResponse().getRedirectedUrl()).contains("/tasks/next"),
                "a way to the next task");
    }

    private static RequestPostProcessor staff(String person) {
        return authentication(SampleOrders.authentication(person));
    }

    private MvcTestResult get(String uri, RequestPostProcessor person) {
        return pages.get()
                .uri(java.net.URI.create(uri.replace(" ", "%20").replace("%%", "%25")))
                .with(person)
                .exchange();
    }

    private MvcTestResult post(String uri, RequestPostProcessor person, Map<String, String> typed) {
        MockMvcTester.MockMvcRequestBuilder request =
                pages.post().uri(uri).with(person).with(csrf());
        typed.forEach(request::param);
        return request.exchange();
    }

    private static Map<String, String> typed(Declaration declared) {
        Map<String, String> typed = new LinkedHashMap<>();
        typed.put("details.legalName", declared.legalName());
        typed.put("details.partnerId", declared.partnerId());
        typed.put("details.country", declared.country());
        typed.put("details.addressLine1", declared.addressLine1());
        typed.put("details.city", declared.city());
        typed.put("details.postalCode", declared.postalCode());
        typed.put("details.firstName", declared.firstName());
        typed.put("details.lastName", declared.lastName());
        typed.put("details.email", declared.email());
        typed.put("details.supportEmail", declared.supportEmail());
        typed.put("details.supportPhone", declared.supportPhone());
        typed.put("details.supportWebsite", declared.supportWebsite());
        typed.put("details.language", declared.language());
        return typed;
    }

    private static String body(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
