package io.relais.relationship.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.invitation.RequestState;
import io.relais.order.SampleOrders;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.SignedInAs;
import jakarta.servlet.http.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.TestSecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.HtmlUtils;

/** What staff and the administrator of the company that is asked see. */
@RelaisTest
@SignedInAs("ada")
class RelationshipPageTests {

    @Autowired
    MockMvcTester pages;

    @Autowired
    RelationshipRequests requests;

    @Autowired
    Customers customers;

    @Autowired
    ApplicationContext context;

    // ---- the lists
    // ------------------------------------------------------------------------------------------------------------------

    @Test
    void listsOpenAndEndedRequestsAndTheDemosStories() {
        assertThat(body(pages.get().uri("/relationship-requests").exchange()))
                .contains("Brasserie du Quai", "Molenaar Bouw", "Nuage Atlantique", "Accepted");
        assertThat(body(pages.get().uri("/customers").exchange()))
                .contains("/relationship-requests", "Request a reseller relationship");
        assertThat(body(pages.get().uri("/").exchange())).contains("Open relationship requests");
        assertThat(pages.get().uri("/relationship-requests?after=@@")).hasStatusOk();
    }

    @Test
    void leafsThroughTheEndedRequests() {
        for (int i = 0; i < 3; i++) {
            UUID id = start();
            describe(id, "Leafing " + i, fresh(), "en", null);
            post("/relationship-requests/" + id + "/revoke");
        }
        var first = requests.ended(null, null, 2);
        var second = requests.ended(first.next(), null, 2);
        assertThat(first.rows()).hasSize(2).doesNotContainAnyElementsOf(second.rows());
        assertThat(requests.ended(null, second.previous(), 2).rows()).isEqualTo(first.rows());
    }

    @Test
    @SignedInAs("hal")
    void letsTheHelpdeskLookButNotAsk() {
        assertThat(pages.get().uri("/relationship-requests")).hasStatusOk();
        assertThat(pages.post().uri("/relationship-requests").with(csrf())).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(pages.post()
                        .uri("/customers/{id}/requests", UUID.randomUUID())
                        .with(csrf()))
                .hasStatus(HttpStatus.FORBIDDEN);
    }

    // ---- the whole way
    // --------------------------------------------------------------------------------------------------------------

    @Test
    void walksTheWholeWayInFrench() {
        UUID reseller = new SampleOrders(context).activeReseller("Revendeur " + fresh());
        UUID id = start();
        assertThat(body(pages.get()
                        .uri("/relationship-requests/{id}/details", id)
                        .locale(Locale.FRENCH)
                        .exchange()))
                .contains("Décrire la demande de relation", "Aucun : le fournisseur seul", "administration déléguée");
        String domain = fresh();
        assertThat(describe(id, "Lumière " + domain, domain, "fr", reseller))
                .hasStatus3xxRedirection()
                .hasRedirectedUrl("/tasks/next?case=" + id);

        MvcTestResult send =
                pages.get().uri("/relationship-requests/{id}/send", id).exchange();
        assertThat(send).hasStatusOk().headers().hasValue("Cache-Control", "no-store");
        String text = unescaped(body(send));
        assertThat(text).startsWith("Bonjour Zoé,").contains("Revendeur", "administration déléguée", "30 jours");
        String link = link(text);
        post("/relationship-requests/" + id + "/send", "action", "done", "subject", "Bonjour", "body", text);
        assertThat(requests.find(id).orElseThrow().state()).isEqualTo(RequestState.SENT);

        MvcTestResult page = pages.get().uri(link).with(anonymous()).exchange();
        assertThat(page).hasStatusOk().headers().hasValue("Referrer-Policy", "no-referrer");
        assertThat(page).headers().hasValue("Cache-Control", "no-store");
        assertThat(page).headers().hasValue("X-Robots-Tag", "noindex, nofollow");
        assertThat(body(page))
                .contains("Demande de relation de Relais Distribution et Revendeur", "Contrat client Microsoft")
                .contains("Administration déléguée")
                .doesNotContain(">ada<");

        MvcTestResult refused = accept(link, "not a domain", "");
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused)).contains("value=\"not a domain\"", "is-invalid");
        assertThat(accept(link, domain, domain + ".example gmail.com")).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);

        assertThat(accept(link, domain, domain + ".example")).hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(link).with(anonymous()).exchange())).contains("La relation est établie");
        assertThat(body(pages.get().uri("/relationship-requests/{id}", id).exchange()))
                .contains("Relationship established", "Accepted");
        UUID customer = requests.find(id).orElseThrow().party();
        assertThat(customers.resellersOf(customer)).containsExactly(reseller);
        assertThat(body(pages.get().uri("/customers/{id}/requests", customer).exchange()))
                .contains("/relationship-requests/" + id, "Accepted");
    }

    @Test
    void asksACustomerFromItsPage() {
        Customer customer = customer();
        UUID reseller = new SampleOrders(context).activeReseller("Second " + fresh());
        String to = post("/customers/" + customer.getId() + "/requests")
                .getResponse()
                .getRedirectedUrl();
        UUID id = UUID.fromString(to.split("/")[2]);
        assertThat(body(pages.get().uri(to).exchange()))
                .contains(
                        customer.getDetails().companyName(),
                        customer.getDetails().domain())
                .contains(customer.getDetails().email());
        // Nobody can point the request at another company by posting another name.
        assertThat(describe(id, "Somebody else", fresh(), "fr", reseller)).hasStatus3xxRedirection();
        assertThat(requests.find(id).orElseThrow().company())
                .isEqualTo(customer.getDetails().companyName());
        String mail = unescaped(
                body(pages.get().uri("/relationship-requests/{id}/send", id).exchange()));
        assertThat(mail).contains("votre fournisseur, demande", "Vos autres revendeurs restent");
        String link = link(mail);
        done(id);

        String page = body(pages.get().uri(link).with(anonymous()).exchange());
        assertThat(page)
                .as("a customer keeps what it has")
                .contains("votre fournisseur, demande", "Vos autres revendeurs restent", "reste votre fournisseur")
                .contains("href=\"#decline\"");
        assertThat(page)
                .contains(customer.getDetails().domain())
                .doesNotContain(customer.getDetails().addressLine1(), "details.domainPrefix");
        assertThat(accept(link, fresh(), "")).hasStatus3xxRedirection();
        assertThat(customers.resellersOf(customer.getId())).contains(reseller);
        assertThat(requests.find(id).orElseThrow().party()).isEqualTo(customer.getId());
    }

    @Test
    void leadsACustomerThatDeclinesToItsOwnPages() {
        Customer customer = customer();
        UUID id = UUID.fromString(post("/customers/" + customer.getId() + "/requests")
                .getResponse()
                .getRedirectedUrl()
                .split("/")[2]);
        UUID reseller = new SampleOrders(context).activeReseller("Third " + fresh());
        assertThat(describe(id, "Somebody else", fresh(), "fr", reseller)).hasStatus3xxRedirection();
        String link = link(unescaped(
                body(pages.get().uri("/relationship-requests/{id}/send", id).exchange())));
        done(id);

        assertThat(pages.post().uri(link + "/decline").with(anonymous()).with(csrf()))
                .hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(link).with(anonymous()).exchange())).contains("href=\"/customer\"");
    }

    // ---- what is wrong
    // --------------------------------------------------------------------------------------------------------------

    @Test
    void showsWhatIsWrongAtTheFieldAndKeepsWhatWasTyped() {
        UUID id = start();
        MvcTestResult refused = post(
                "/relationship-requests/" + id + "/details",
                "company",
                "Kept",
                "email",
                "x@relais.example",
                "contact",
                "X",
                "country",
                "US",
                "language",
                "en",
                "reseller",
                UUID.randomUUID().toString(),
                "validityDays",
                "400");
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused))
                .contains("our own company’s domain", "not in our region", "Between 1 and 90 days")
                .contains("This reseller cannot be associated now.", "value=\"Kept\"");
        assertThat(post("/relationship-requests/" + id + "/details", "reseller", "mangled"))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        requests.revoke(id);
    }

    @Test
    void leadsToTheCustomerThatIsKnownAlready() {
        Customer customer = customer();
        UUID id = start();
        String mailDomain = customer.getDetails()
                .email()
                .substring(customer.getDetails().email().indexOf('@') + 1);
        MvcTestResult refused = describe(
                id,
                customer.getDetails().companyName(),
                mailDomain.replace(".example", ""),
                "en",
                new SampleOrders(context).activeReseller("Third " + fresh()));
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused)).contains("/customers/" + customer.getId() + "/requests");
        requests.revoke(id);
    }

    @Test
    void refusesAForeignDomainKindlyAndTellsStaffWhose() {
        Customer customer = customer();
        UUID id = start();
        describe(id, "Claims", fresh(), "en", null);
        String link = link(unescaped(
                body(pages.get().uri("/relationship-requests/{id}/send", id).exchange())));
        done(id);
        assertThat(accept(link, customer.getDetails().domainPrefix(), "")).hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(link).with(anonymous()).exchange()))
                .contains("already a customer of this provider")
                .doesNotContain(customer.getDetails().companyName());
        assertThat(body(pages.get().uri("/relationship-requests/{id}", id).exchange()))
                .contains(
                        "/customers/" + customer.getId() + "/requests",
                        customer.getDetails().companyName());
        requests.revoke(id);
    }

    @Test
    void givesADomainToOneOfTwoThatAnswerAtTheSameMomentAndTellsTheOther() throws Exception {
        String domain = fresh();
        List<UUID> ids = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            UUID id = start();
            ids.add(id);
            describe(id, "Claims " + id, fresh(), "en", null);
            links.add(link(unescaped(
                    body(pages.get().uri("/relationship-requests/{id}/send", id).exchange()))));
            done(id);
        }
        CyclicBarrier start = new CyclicBarrier(2);
        List<CompletableFuture<MvcTestResult>> answers = links.stream()
                .map(link -> CompletableFuture.supplyAsync(() -> {
                    try {
                        start.await(30, TimeUnit.SECONDS);
                    } catch (Exception interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                    return accept(link, domain, "");
                }))
                .toList();

        for (CompletableFuture<MvcTestResult> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).hasStatus3xxRedirection();
        }
        assertThat(ids.stream().map(id -> requests.find(id).orElseThrow().state()))
                .containsExactlyInAnyOrder(RequestState.ACTIVE, RequestState.BLOCKED);
    }

    @Test
    void escapesWhatPeopleTypeEverywhere() {
        String evil = "<script>alert(1)</script>";
        UUID id = start();
        describe(id, evil + fresh(), fresh(), "en", null);
        String send =
                body(pages.get().uri("/relationship-requests/{id}/send", id).exchange());
        assertThat(send).doesNotContain(evil);
        String link = link(unescaped(send));
        done(id);
        for (String path : List.of("/relationship-requests", "/relationship-requests/" + id, link, "/tasks")) {
            assertThat(body(pages.get().uri(path).exchange())).as(path).doesNotContain(evil);
        }
        requests.revoke(id);
    }

    @Test
    void showsARequestOfWhichNothingIsSaidYetWithTheWayToItsTimeline() {
        UUID id = start();
        assertThat(body(pages.get().uri("/relationship-requests/{id}", id).exchange()))
                .contains("Not sent yet", "/cases/" + id);
        assertThat(body(pages.get().uri("/relationship-requests").exchange())).contains("/cases/" + id);
        requests.revoke(id);
    }

    @Test
    void findsAResellerWithoutJavaScriptAndKeepsWhatWasTyped() {
        String name = "Trouvaille " + fresh();
        UUID reseller = new SampleOrders(context).activeReseller(name);
        signedIn();
        UUID id = start();
        String details = "/relationship-requests/" + id + "/details";

        MvcTestResult found =
                post(details, "action", "find", "find-reseller", name, "company", "Half typed", "reseller", "mangled");

        assertThat(found).hasStatusOk();
        assertThat(body(found))
                .contains("value=\"" + reseller + "\"", "value=\"Half typed\"", "find-reseller")
                .doesNotContain("Nuage Atlantique", "is-invalid");
        assertThat(body(post(details, "action", "find", "find-reseller", "nobody", "reseller", reseller.toString())))
                .contains("selected=\"selected\">" + name);
        requests.revoke(id);
    }

    @Test
    void tellsNobodyWhetherALinkEverExisted() {
        UUID id = start();
        describe(id, "Gone", fresh(), "en", null);
        String link = link(unescaped(
                body(pages.get().uri("/relationship-requests/{id}/send", id).exchange())));
        done(id);
        requests.revoke(id);
        String partnership = link.replace("/relationship/", "/partnership/");
        for (String dead : List.of(link, "/relationship/" + "x".repeat(43), partnership)) {
            MvcTestResult page = pages.get().uri(dead).with(anonymous()).exchange();
            assertThat(page).hasStatus(HttpStatus.NOT_FOUND);
            assertThat(body(page)).contains("This link does not lead anywhere");
        }
        assertThat(accept(link, fresh(), "")).hasStatus(HttpStatus.NOT_FOUND);
        for (String verb : List.of("/decline", "/not-for-me")) {
            assertThat(pages.post().uri(link + verb).with(anonymous()).with(csrf()))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
    }

    @Test
    void answersTheContentAloneToTasklistAndOpensTheTextUnshortened() {
        for (String language : List.of("en", "fr")) {
            UUID id = start();
            assertThat(body(pages.get()
                            .uri("/relationship-requests/{id}/details", id)
                            .header("X-Relais-Fragment", "1")
                            .exchange()))
                    .contains("name=\"company\"")
                    .doesNotContain("<form", "<html");
            describe(
                    id,
                    "Établissements Générêts & Cie",
                    fresh(),
                    language,
                    new SampleOrders(context).activeReseller("Très Général & Cie " + fresh()));
            signedIn();
            assertThat(requests.message(id).shortened()).as(language).isFalse();
            requests.revoke(id);
        }
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    private UUID start() {
        return UUID.fromString(
                post("/relationship-requests").getResponse().getRedirectedUrl().split("/")[2]);
    }

    private MvcTestResult describe(UUID id, String company, String domain, String language, UUID reseller) {
        return post(
                "/relationship-requests/" + id + "/details",
                "company",
                company,
                "email",
                UUID.randomUUID() + "@" + domain + ".example",
                "contact",
                "Zoé",
                "country",
                "FR",
                "language",
                language,
                "reseller",
                reseller == null ? "" : reseller.toString(),
                "delegatedAdministration",
                "true",
                "validityDays",
                "30");
    }

    private Customer customer() {
        UUID id = start();
        String domain = fresh();
        describe(id, "Existing " + domain, domain, "en", null);
        String link = link(unescaped(
                body(pages.get().uri("/relationship-requests/{id}/send", id).exchange())));
        done(id);
        assertThat(accept(link, domain, domain + ".example")).hasStatus3xxRedirection();
        return customers.find(requests.find(id).orElseThrow().party()).orElseThrow();
    }

    private MvcTestResult accept(String link, String domain, String otherDomains) {
        return pages.post()
                .uri(link + "/accept")
                .with(anonymous())
                .with(csrf())
                .cookie(new Cookie("relais-language", "fr"))
                .param("details.companyName", "Lumière " + domain)
                .param("details.domainPrefix", domain)
                .param("details.country", "FR")
                .param("details.addressLine1", "77 rue des Lumières")
                .param("details.postalCode", "75002")
                .param("details.city", "Paris")
                .param("details.firstName", "Zoé")
                .param("details.lastName", "Lumière")
                .param("details.email", "zoe@" + domain.replace(" ", "") + ".example")
                .param("details.language", "fr")
                .param("details.culture", "fr-FR")
                .param("otherDomains", otherDomains)
                .param("accept", "true")
                .exchange();
    }

    private void done(UUID id) {
        signedIn();
        requests.done(id);
    }

    /** A request through MockMvc leaves nobody signed in behind it. */
    private static void signedIn() {
        SecurityContextHolder.setContext(TestSecurityContextHolder.getContext());
    }

    private MvcTestResult post(String path, String... fields) {
        var post = pages.post().uri(path).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            post = post.param(fields[i], fields[i + 1]);
        }
        return post.exchange();
    }

    private static String body(MvcTestResult result) {
        try {
            result.getResponse().setCharacterEncoding("UTF-8");
            return result.getResponse().getContentAsString();
        } catch (java.io.UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static String unescaped(String page) {
        Matcher area = Pattern.compile("<textarea[^>]*>(.*?)</textarea>", Pattern.DOTALL)
                .matcher(page);
        assertThat(area.find()).isTrue();
        return HtmlUtils.htmlUnescape(area.group(1)).strip();
    }

    private static String link(String text) {
        Matcher link =
                Pattern.compile("http://localhost:8080(/relationship/[\\w-]+)").matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
    }

    private static String fresh() {
        return SampleOrders.freshDomain();
    }
}
