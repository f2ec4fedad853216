package io.relais.partnership.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.relais.RelaisTest;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestState;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.ResellerState;
import io.relais.partnership.Resellers;
import io.relais.security.SignedInAs;
import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.http.Cookie;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.TestSecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What staff and the invited reseller see. */
@RelaisTest
@SignedInAs("ada")
class PartnershipPageTests {

    @Autowired
    MockMvcTester pages;

    @Autowired
    PartnershipRequests requests;

    @Autowired
    Resellers resellers;

    @Autowired
    EntityManagerFactory entityManagers;

    @Autowired
    JavaMailSenderImpl mailSender;

    // ---- the list
    // -------------------------------------------------------------------------------------------------------------------

    @Test
    void listsTheDemoResellersWithTheirStatesAndActions() {
        assertThat(pages.get().uri("/resellers")).hasStatusOk();
        assertThat(body(pages.get().uri("/resellers?text=nordlicht").exchange()))
                .contains("Nordlicht IT GmbH", "Germany", "5300103", "Active")
                .contains("name=\"reseller\"", "action=\"/orders\"", "/customers?reseller=");
        assertThat(body(pages.get().uri("/resellers?text=polder").exchange()))
                .contains("Polder Automatisering", "Netherlands", "Expired")
                .doesNotContain("action=\"/orders\"");
        assertThat(body(pages.get().uri("/resellers?text=lagune").exchange())).contains("Invited");
    }

    @Test
    void searchesFiltersAndSortsTheList() {
        assertThat(body(pages.get().uri("/resellers?text=POLDER").exchange()))
                .contains("Polder Automatisering")
                .doesNotContain("Nuage Atlantique");
        assertThat(body(pages.get().uri("/resellers?text=5300102").exchange())).contains("Brabant Cloud Services");
        assertThat(body(pages.get().uri("/resellers?text=Tejo&state=DECLINED").exchange()))
                .contains("Tejo Sistemas");
        assertThat(body(pages.get().uri("/resellers?text=Tejo&state=ACTIVE").exchange()))
                .contains("No reseller matches");
        assertThat(body(pages.get()
                        .uri("/resellers?text=100%25&state=nonsense&sort=x&after=@@")
                        .exchange()))
                .contains("No reseller matches");
    }

    @Test
    void leafsThroughTheListForwardsAndBackwards() {
        for (io.relais.partnership.ResellerFilter.Sort sort : io.relais.partnership.ResellerFilter.Sort.values()) {
            var filter = new io.relais.partnership.ResellerFilter(".example", null, sort);
            var all = resellers.list(filter, null, null, 1000).rows();
            assertThat(all).hasSizeGreaterThan(7);
            var first = resellers.list(filter, null, null, 3);
            assertThat(first.previous()).isNull();
            assertThat(first.rows()).isEqualTo(all.subList(0, 3));
            var second = resellers.list(filter, first.next(), null, 3);
            assertThat(second.rows()).isEqualTo(all.subList(3, 6));
            var back = resellers.list(filter, null, second.previous(), 3);
            assertThat(back.rows()).isEqualTo(first.rows());
            assertThat(back.previous()).isNull();
            assertThat(back.next()).isNotNull();
        }
    }

    @Test
    void showsTheFirstPageBehindALinkWhoseTimeIsMangled() {
        var filter = new io.relais.partnership.ResellerFilter(
                ".example", null, io.relais.partnership.ResellerFilter.Sort.SINCE_DOWN);
        String mangled = new io.relais.web.Keyset.Place("yesterday", java.util.UUID.randomUUID()).encoded();
        var first = resellers.list(filter, null, null, 3);
        assertThat(first.rows()).hasSize(3);
        assertThat(resellers.list(filter, mangled, null, 3)).isEqualTo(first);
        assertThat(resellers.list(filter, null, mangled, 3)).isEqualTo(first);
    }

    @Test
    void asksTheDatabaseAsOftenForManyRowsAsForOne() {
        Statistics statistics = entityManagers.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            statistics.clear();
            pages.get().uri("/resellers?text=nordlicht").exchange();
            long one = statistics.getPrepareStatementCount();
            statistics.clear();
            pages.get().uri("/resellers").exchange();
            assertThat(statistics.getPrepareStatementCount()).isPositive().isEqualTo(one);
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }

    @Test
    void exportsTheListAsCsv() {
        MvcTestResult csv = pages.get().uri("/resellers.csv?state=ACTIVE").exchange();
        assertThat(csv).hasStatusOk().hasContentTypeCompatibleWith("text/csv");
        assertThat(body(csv)).contains("Nuage Atlantique,5300101,FR,Active,").doesNotContain("Tejo");
    }

    @Test
    @SignedInAs("hal")
    void refusesTheHelpdesk() {
        for (String path :
                new String[] {"/resellers", "/resellers.csv", "/partnership-requests/" + UUID.randomUUID()}) {
            assertThat(pages.get().uri(path)).hasStatus(HttpStatus.FORBIDDEN);
        }
        assertThat(pages.post().uri("/partnership-requests").with(csrf())).hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    void wantsATokenAgainstForgery() {
        assertThat(pages.post().uri("/partnership-requests")).hasStatus(HttpStatus.FORBIDDEN);
    }

    // ---- describe
    // -------------------------------------------------------------------------------------------------------------------

    @Test
    void walksTheWholeWayInFrench() {
        UUID id = start();
        assertThat(body(pages.get()
                        .uri("/partnership-requests/{id}/details", id)
                        .locale(Locale.FRENCH)
                        .exchange()))
                .contains("Décrire la demande de partenariat", "Allemagne");
        String email = UUID.randomUUID() + "@lumiere.example";
        assertThat(describe(id, "Lumière SARL", email, "fr"))
                .hasStatus3xxRedirection()
                .hasRedirectedUrl("/tasks/next?case=" + id);

        String send = body(pages.get()
                .uri("/partnership-requests/{id}/send", id)
                .locale(Locale.FRENCH)
                .exchange());
        assertThat(send)
                .contains(
                        "Ouvrir un courrier électronique",
                        "Copier dans le Presse-papiers",
                        "<title>Envoyer la demande de partenariat");
        String text = unescaped(send);
        assertThat(text).startsWith("Bonjour Zoé,");
        String link = link(text);

        assertThat(post("/partnership-requests/" + id + "/send", "action", "open", "subject", "Bonjour", "body", text))
                .hasStatus3xxRedirection();
        assertThat(requests.find(id).orElseThrow().state()).isEqualTo(RequestState.SENT);
        assertThat(post("/partnership-requests/" + id + "/send", "action", "done", "subject", "Bonjour", "body", text))
                .hasRedirectedUrl("/tasks/next?case=" + id);

        MvcTestResult page = pages.get().uri(link).with(anonymous()).exchange();
        assertThat(page).hasStatusOk().headers().hasValue("Referrer-Policy", "no-referrer");
        assertThat(body(page))
                .contains("Demande de partenariat de Relais Distribution", "Autoriser le fournisseur indirect")
                .doesNotContain("ada");
        assertThat(requests.find(id).orElseThrow().state()).isEqualTo(RequestState.VIEWED);

        assertThat(answer(link, "authorize", "false")).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(answer(link, "authorize", "true", "agreementSigned", "false"))
                .hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(link).with(anonymous()).exchange()))
                .contains("Le contrat de partenariat n’est pas signé.");
        assertThat(body(pages.get().uri("/partnership-requests/{id}", id).exchange()))
                .contains("The partner agreement is not signed.", "Opened in an e-mail program")
                .doesNotContain("AGREEMENT_MISSING");

        assertThat(answer(link, "authorize", "true", "agreementSigned", "true", "partnerId", "5400101"))
                .hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(link).with(anonymous()).exchange())).contains("Le partenariat est actif");
        assertThat(body(pages.get().uri("/resellers?text=Lumi").exchange())).contains("Lumière SARL", "Active");
    }

    @Test
    void showsWhatIsWrongAtTheFieldAndKeepsWhatWasTyped() {
        UUID id = start();
        MvcTestResult refused = post(
                "/partnership-requests/" + id + "/details",
                "company",
                "",
                "email",
                "no address",
                "contact",
                "Zoé",
                "country",
                "FR",
                "language",
                "en",
                "partnerId",
                "12a",
                "validityDays",
                "abc");
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused))
                .contains("Please fill this in.", "This is not an e-mail address.", "A partner ID has 4 to 10 digits.")
                .contains("Please enter a whole number.", "value=\"no address\"", "value=\"abc\"");

        assertThat(body(post(
                        "/partnership-requests/" + id + "/details",
                        "company",
                        "Own",
                        "email",
                        "x@relais.example",
                        "contact",
                        "X",
                        "country",
                        "US",
                        "language",
                        "en",
                        "partnerId",
                        "4300001",
                        "validityDays",
                        "400")))
                .contains(
                        "our own company’s domain", "not in our region", "our own partner ID", "Between 1 and 90 days");
        requests.revoke(id);
    }

    @Test
    void showsTheOpenRequestInsteadOfRepeatingIt() {
        UUID first = start();
        String email = UUID.randomUUID() + "@twice.example";
        describe(first, "Twice", email, "en");
        UUID second = start();
        MvcTestResult refused = describe(second, "Twice again", email.toUpperCase(Locale.ROOT), "en");
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused)).contains("/partnership-requests/" + first, "There already is an open request: Twice");
        requests.revoke(first);
        requests.revoke(second);
    }

    @Test
    void warnsAboutWebmailButLetsItPass() {
        UUID id = start();
        assertThat(describe(id, "Webmail", UUID.randomUUID() + "@gmail.com", "en"))
                .hasStatus3xxRedirection();
        assertThat(body(pages.get().uri("/partnership-requests/{id}/send", id).exchange()))
                .contains("webmail address", "Correct the details");
        requests.revoke(id);
    }

    @Test
    void escapesWhatPeopleTypeEverywhere() {
        String evil = "<script>alert(1)</script>";
        UUID id = start();
        describe(id, evil, UUID.randomUUID() + "@evil.example", "en");
        String send =
                body(pages.get().uri("/partnership-requests/{id}/send", id).exchange());
        assertThat(send).doesNotContain(evil).contains("&lt;script&gt;alert(1)");
        String link = link(unescaped(send));
        done(id);
        for (String path : new String[] {"/resellers?text=script", "/partnership-requests/" + id, link, "/tasks"}) {
            assertThat(body(pages.get().uri(path).exchange())).as(path).doesNotContain(evil);
        }
        requests.revoke(id);
    }

    @Test
    @SignedInAs("sam")
    void leavesTheTaskToThePersonWhoHoldsIt() {
        UUID id = start();
        var sofia = user("sofia")
                .authorities(
                        new org.springframework.security.core.authority.SimpleGrantedAuthority("STAFF"),
                        new org.springframework.security.core.authority.SimpleGrantedAuthority("REQUEST_PARTNERSHIP"));
        assertThat(pages.get().uri("/partnership-requests/{id}/details", id).with(sofia))
                .hasStatus(HttpStatus.CONFLICT);
        assertThat(pages.post()
                        .uri("/partnership-requests/{id}/details", id)
                        .with(sofia)
                        .with(csrf()))
                .hasStatus(HttpStatus.CONFLICT);
        requests.revoke(id);
    }

    @Test
    void answersTheContentAloneToTasklist() {
        UUID id = start();
        String fragment = body(pages.get()
                .uri("/partnership-requests/{id}/details", id)
                .header("X-Relais-Fragment", "1")
                .exchange());
        assertThat(fragment).contains("name=\"company\"").doesNotContain("<form", "<html");
        requests.revoke(id);
    }

    @Test
    void findsNoRequestThatIsNotThere() {
        UUID nobody = UUID.randomUUID();
        for (String page : new String[] {"", "/details", "/send"}) {
            assertThat(pages.get().uri("/partnership-requests/" + nobody + page))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
    }

    // ---- send
    // -----------------------------------------------------------------------------------------------------------------------

    @Test
    void keepsTheLinkInTheText() {
        UUID id = start();
        describe(id, "Links", UUID.randomUUID() + "@links.example", "en");
        String path = "/partnership-requests/" + id + "/send";
        String link = link(unescaped(body(pages.get().uri(path).exchange())));

        MvcTestResult refused = post(path, "action", "done", "subject", "Hello", "body", "No link here");
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused)).contains("The personal link is missing", "Put the link back", "No link here");
        assertThat(requests.find(id).orElseThrow().state()).isEqualTo(RequestState.DRAFT);

        assertThat(post(path, "action", "restore", "subject", "Hello", "body", "No link here"))
                .hasRedirectedUrl(path);
        assertThat(unescaped(body(pages.get().uri(path).exchange()))).contains("No link here\n\n", link);
        requests.revoke(id);
    }

    @Test
    void offersToSendOnlyWithAMailServer() {
        UUID id = start();
        describe(id, "Mail", UUID.randomUUID() + "@mail.example", "en");
        String path = "/partnership-requests/" + id + "/send";
        assertThat(body(pages.get().uri(path).exchange())).contains("Send it for me");
        String host = mailSender.getHost();
        mailSender.setHost(null);
        try {
            String page = body(pages.get().uri(path).exchange());
            assertThat(page).doesNotContain("Send it for me");
            assertThat(post(path, "action", "mail", "subject", "S", "body", unescaped(page)))
                    .hasRedirectedUrl(path);
        } finally {
            mailSender.setHost(host);
        }
        assertThat(requests.find(id).orElseThrow().state()).isEqualTo(RequestState.DRAFT);
        requests.revoke(id);
    }

    @Test
    void opensTheDefaultTextInAnEmailProgramWithoutShorteningIt() {
        for (String language : new String[] {"en", "fr"}) {
            UUID id = start();
            describe(id, "Établissements Générêts & Cie", UUID.randomUUID() + "@long.example", language);
            assertThat(shortened(id)).as(language).isFalse();
            requests.revoke(id);
        }
    }

    // ---- follow, resend, revoke
    // -----------------------------------------------------------------------------------------------------

    @Test
    void resendsAndRevokes() {
        UUID id = sent("Again");
        String link = link(unescaped(requests.find(id).map(x -> resendPage(id)).orElseThrow()));
        assertThat(pages.get().uri(link).with(anonymous())).hasStatusOk();
        assertThat(post("/partnership-requests/" + id + "/revoke")).hasStatus3xxRedirection();
        RequestCard<?> request = requests.find(id).orElseThrow();
        assertThat(request.state()).isEqualTo(RequestState.REVOKED);
        assertThat(resellers.find(request.party()).orElseThrow().state()).isEqualTo(ResellerState.REVOKED);

        MvcTestResult revoked = pages.get().uri(link).with(anonymous()).exchange();
        MvcTestResult unknown = pages.get()
                .uri("/partnership/" + "x".repeat(43))
                .with(anonymous())
                .exchange();
        assertThat(revoked).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(unknown).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(main(revoked)).isEqualTo(main(unknown)).contains("This link does not lead anywhere");
        for (String verb : new String[] {"/authorize", "/decline", "/not-for-me"}) {
            MvcTestResult dead = pages.post()
                    .uri(link + verb)
                    .with(anonymous())
                    .with(csrf())
                    .param("legalName", "X")
                    .param("country", "FR")
                    .param("contact", "X")
                    .param("authorize", "true")
                    .exchange();
            assertThat(dead).hasStatus(HttpStatus.NOT_FOUND);
            assertThat(main(dead)).isEqualTo(main(unknown));
        }
    }

    @Test
    void takesARefusalAndAWrongAddressee() {
        UUID id = sent("Refuses");
        String link = link(unescaped(resendPage(id)));
        assertThat(pages.post().uri(link + "/not-for-me").with(anonymous()).with(csrf()))
                .hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(link).with(anonymous()).exchange())).contains("Thank you for telling us");
        assertThat(body(pages.get().uri("/partnership-requests/{id}", id).exchange()))
                .contains("not for them");

        assertThat(pages.post()
                        .uri(link + "/decline")
                        .with(anonymous())
                        .with(csrf())
                        .param("reason", "Too <b>late</b>"))
                .hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(link).with(anonymous()).exchange())).contains("You have declined");
        assertThat(body(pages.get().uri("/partnership-requests/{id}", id).exchange()))
                .contains("Too &lt;b&gt;late&lt;/b&gt;", "Declined", "Said to be for someone else", "Sent by hand");
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    private UUID start() {
        String to = pages.post()
                .uri("/partnership-requests")
                .with(csrf())
                .exchange()
                .getResponse()
                .getRedirectedUrl();
        return UUID.fromString(to.split("/")[2]);
    }

    private MvcTestResult describe(UUID id, String company, String email, String language) {
        return post(
                "/partnership-requests/" + id + "/details",
                "company",
                company,
                "email",
                email,
                "contact",
                "Zoé",
                "country",
                "FR",
                "language",
                language,
                "partnerId",
                "",
                "validityDays",
                "30");
    }

    private UUID sent(String company) {
        UUID id = start();
        describe(id, company, UUID.randomUUID() + "@sent.example", "en");
        done(id);
        return id;
    }

    private void done(UUID id) {
        signedIn();
        requests.done(id);
    }

    private boolean shortened(UUID id) {
        signedIn();
        return requests.message(id).shortened();
    }

    /** A request through MockMvc leaves nobody signed in behind it. */
    private static void signedIn() {
        SecurityContextHolder.setContext(TestSecurityContextHolder.getContext());
    }

    private String resendPage(UUID id) {
        assertThat(post("/partnership-requests/" + id + "/resend")).hasRedirectedUrl("/tasks/next?case=" + id);
        return body(pages.get().uri("/partnership-requests/{id}/send", id).exchange());
    }

    private MvcTestResult answer(String link, String... fields) {
        var post = pages.post()
                .uri(link + "/authorize")
                .with(anonymous())
                .with(csrf())
                .cookie(new Cookie("relais-language", "fr"))
                .param("legalName", "Lumière SARL")
                .param("country", "FR")
                .param("contact", "Zoé Lumière")
                .param("enrolled", "true");
        boolean partnerId = false;
        for (int i = 0; i < fields.length; i += 2) {
            post = post.param(fields[i], fields[i + 1]);
            partnerId |= fields[i].equals("partnerId");
        }
        return (partnerId ? post : post.param("partnerId", "5400100")).exchange();
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

    private static String main(MvcTestResult result) {
        String page = body(result);
        return page.substring(page.indexOf("<main"), page.indexOf("</main>"));
    }

    /** The text area's content as a browser has it. */
    private static String unescaped(String page) {
        Matcher area = Pattern.compile("<textarea[^>]*>(.*?)</textarea>", Pattern.DOTALL)
                .matcher(page);
        assertThat(area.find()).isTrue();
        return org.springframework.web.util.HtmlUtils.htmlUnescape(area.group(1))
                .strip();
    }

    private static String link(String text) {
        Matcher link =
                Pattern.compile("http://localhost:8080(/partnership/[\\w-]+)").matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
    }
}
