package io.relais.partnership.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import io.relais.partnership.ComplianceFlag;
import io.relais.partnership.ResellerState;
import io.relais.partnership.Resellers;
import io.relais.security.SignedInAs;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What staff see and do on a reseller's page. */
@RelaisTest
@SignedInAs("sam")
class ResellerPageTests {

    @Autowired
    MockMvcTester pages;

    @Autowired
    Resellers resellers;

    @Autowired
    ApplicationContext context;

    private final String company = "Écume " + SampleOrders.freshDomain();
    private UUID reseller;
    private String page;

    @BeforeEach
    void aPartner() {
        reseller = new SampleOrders(context).activeReseller(company);
        page = "/resellers/" + reseller;
    }

    @Test
    void isLinkedFromTheListAndTellsWhoTheResellerIs() {
        assertThat(get("/resellers?text=" + company)).contains("href=\"" + page + "\"");
        assertThat(get(page))
                .contains(company, "Europe", "France", "Remi Revel", "declared by the reseller itself")
                .contains(
                        "/partnership-requests/",
                        "/cases/",
                        "Provider authorized",
                        page + "/removal",
                        page + "/compliance");
        assertThat(body(pages.get().uri(page).locale(Locale.FRENCH).exchange()))
                .contains("Région CSP", "déclaré par le revendeur lui-même", "Fournisseur autorisé");
    }

    @Test
    void findsNoResellerThatIsNotThere() {
        for (String part : new String[] {"", "/compliance", "/removal"}) {
            assertThat(pages.get().uri("/resellers/" + UUID.randomUUID() + part))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
        assertThat(pages.get().uri("/resellers/nobody")).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    @SignedInAs("hal")
    void refusesTheHelpdesk() {
        for (String part : new String[] {"", "/compliance", "/removal"}) {
            assertThat(pages.get().uri(page + part)).hasStatus(HttpStatus.FORBIDDEN);
        }
        assertThat(post("/removal", "reason", "x", "confirmation", company)).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(post("/compliance", "change", "SET_SUSPENDED")).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(resellers.find(reseller).orElseThrow().usable()).isTrue();
    }

    @Test
    void wantsATokenAgainstForgery() {
        assertThat(pages.post().uri(page + "/removal").param("confirmation", company))
                .hasStatus(HttpStatus.FORBIDDEN);
    }

    // ---- compliance

    @Test
    void flagsWithAReasonThatIsShownWhereverTheResellerIs() {
        assertThat(post(
                        "/compliance",
                        "change",
                        "SET_AGREEMENT_MISSING",
                        "since",
                        "2026-02-03",
                        "reason",
                        "<b>Lost</b>"))
                .hasRedirectedUrl(page);
        assertThat(get(page))
                .contains("Agreement missing", "since 2026-02-03, noted by sam.", "&lt;b&gt;Lost&lt;/b&gt;")
                .contains("Agreement noted as missing", "by sam")
                .doesNotContain("<b>Lost");
        assertThat(get("/resellers?text=" + company))
                .contains("Agreement missing")
                .doesNotContain("action=\"/orders\"");
        assertThat(get("/resellers?compliance=AGREEMENT_MISSING&text=" + company))
                .contains(page);
        assertThat(get("/resellers?compliance=FLAGGED&text=" + company)).contains(page);
        assertThat(get("/resellers?compliance=COMPLIANT&text=" + company)).doesNotContain(page);
        assertThat(get("/resellers?compliance=SUSPENDED&text=" + company)).doesNotContain(page);
        assertThat(get("/resellers.csv?compliance=FLAGGED&text=" + company)).contains(company, "Agreement missing");

        assertThat(get(page + "/compliance")).contains("LIFT_AGREEMENT_MISSING", "SET_SUSPENDED");
        assertThat(post("/compliance", "change", "LIFT_AGREEMENT_MISSING", "since", "2026-03-01", "reason", "Signed."))
                .hasRedirectedUrl(page);
        assertThat(get("/resellers?compliance=COMPLIANT&text=" + company)).contains(page);
        assertThat(get(page)).contains("Agreement noted as signed", "2026-03-01: Signed.");
    }

    @Test
    void saysWhatIsWrongWithACheckAndKeepsWhatWasTyped() {
        MvcTestResult nothing = post("/compliance", "since", "someday", "reason", "Half a <reason>");
        assertThat(nothing).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(nothing))
                .contains("Choose what you found.", "This is no day.", "someday", "Half a &lt;reason&gt;");
        assertThat(body(post("/compliance", "change", "SET_WHATEVER", "since", "", "reason", "")))
                .contains("Choose what you found.");
        assertThat(body(post("/compliance", "change", "SET_SUSPENDED", "since", "", "reason", " ")))
                .contains("Please fill this in.", "Give a reason.");
        String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        assertThat(body(post("/compliance", "change", "SET_SUSPENDED", "since", tomorrow, "reason", "x".repeat(501))))
                .contains("in the future", "at most 500 characters", tomorrow);
        assertThat(resellers.compliance(reseller).orElseThrow().flags()).isEmpty();
    }

    @Test
    void tellsTheSecondWhoFlagsWhoWasFirst() {
        assertThat(post("/compliance", "change", "SET_SUSPENDED", "since", "2026-02-03", "reason", "First."))
                .hasStatus3xxRedirection();
        MvcTestResult second =
                post("/compliance", "change", "SET_SUSPENDED", "since", "2026-02-04", "reason", "Second.");
        assertThat(second).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(second)).contains("sam has noted this already", "LIFT_SUSPENDED", "Second.");
        assertThat(resellers
                        .compliance(reseller)
                        .orElseThrow()
                        .flags()
                        .get(ComplianceFlag.SUSPENDED)
                        .reason())
                .isEqualTo("First.");
    }

    // ---- removal

    @Test
    void removesOnceTheNameIsTypedAndSaysWhoDid() {
        String asked = get(page + "/removal");
        assertThat(asked).contains("delegated administration rights already granted stay", "Relais tells nobody");
        MvcTestResult refused = post("/removal", "reason", "Contract <ended>", "confirmation", "Something");
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused))
                .contains("This is not the company’s name. Type: " + company, "Contract &lt;ended&gt;");
        assertThat(resellers.find(reseller).orElseThrow().active()).isTrue();

        assertThat(post("/removal", "reason", "Contract ended", "confirmation", company))
                .hasRedirectedUrl(page);
        assertThat(get(page))
                .contains(
                        "Partnership removed",
                        "by sam.",
                        "Reason: Contract ended",
                        "a new partnership can be requested")
                .contains("action=\"/partnership-requests\"")
                .doesNotContain("action=\"/orders\"", page + "/removal");
        assertThat(get("/resellers?text=" + company)).contains("No reseller matches");
        assertThat(get("/resellers?state=REMOVED&text=" + company)).contains(page);
        assertThat(resellers.find(reseller).orElseThrow().state()).isEqualTo(ResellerState.REMOVED);
    }

    @Test
    void leadsTheSecondWhoRemovesToThePageThatTellsWhoWasFirst() {
        post("/removal", "reason", "First", "confirmation", company);
        assertThat(post("/removal", "reason", "Second", "confirmation", company))
                .hasRedirectedUrl(page);
        assertThat(get(page)).contains("Reason: First").doesNotContain("Second");
        assertThat(pages.get().uri(page + "/removal")).hasRedirectedUrl(page);
        assertThat(pages.get().uri(page + "/compliance")).hasRedirectedUrl(page);
        assertThat(post("/compliance", "change", "SET_SUSPENDED", "since", "2026-02-03", "reason", "Late"))
                .hasRedirectedUrl(page);
    }

    @Test
    void survivesAFormThatNobodyCouldHaveFilledInLikeThis() {
        MvcTestResult odd =
                post("/removal", "fates[customers]", "BURN", "heirs[customers]", "not-an-id", "confirmation", company);
        assertThat(odd).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(post("/removal", "action", "find", "find-heir-customers", "x"))
                .hasStatusOk();
        assertThat(resellers.find(reseller).orElseThrow().active()).isTrue();
    }

    // ---- choosing

    @Test
    void doesNotOfferTheResellerThatGoesAsItsOwnHeir() {
        assertThat(get("/resellers/choices?id=heir&name=heir&find-heir=ecume")).contains("value=\"" + reseller + "\"");
        assertThat(get("/resellers/choices?id=heir&name=heir&except=" + reseller + "&heir=" + reseller
                        + "&find-heir=ecume"))
                .doesNotContain("value=\"" + reseller + "\"");
    }

    @Test
    @SignedInAs("hal")
    void findsResellersToChooseWhileTyping() {
        String options = get("/resellers/choices?id=reseller&name=reseller&find-reseller=ecume");
        assertThat(options)
                .contains("<optgroup", "id=\"reseller-options\"", "value=\"" + reseller + "\"", company)
                .contains("innerHTML:#reseller-found")
                .doesNotContain("<html", "<select");
        assertThat(get("/resellers/choices?id=r&name=r&find-r=ecume&r=" + reseller))
                .contains("selected=\"selected\"");
        assertThat(get("/resellers/choices?id=r&name=r&find-r=nobody-is-called-so"))
                .contains("No reseller matches.")
                .doesNotContain("<option");
        assertThat(pages.get().uri("/resellers/choices?id=\"><script>&name=r")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(pages.get().uri("/resellers/choices?id=r&name=r&r=mangled")).hasStatusOk();
    }

    // ---- small things

    private String get(String path) {
        return body(pages.get().uri(path).exchange());
    }

    private MvcTestResult post(String part, String... parameters) {
        var request = pages.post().uri(page + part).with(csrf());
        for (int i = 0; i < parameters.length; i += 2) {
            request.param(parameters[i], parameters[i + 1]);
        }
        return request.exchange();
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8).replace("&#39;", "'");
    }
}
