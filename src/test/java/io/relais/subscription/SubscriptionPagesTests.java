package io.relais.subscription;

import static io.relais.subscription.SampleSubscriptions.errors;
import static io.relais.subscription.SampleSubscriptions.fine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.validation.Errors;

/** The pages of subscriptions: who may see and change what, what a refused page keeps, what it answers to nonsense. */
@RelaisTest
class SubscriptionPagesTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private SubscriptionChanges changes;

    private SampleSubscriptions sample;
    private Subscription one;

    @BeforeEach
    void signIn() {
        sample = new SampleSubscriptions(context);
        SampleOrders.as("sam");
        one = sample.premium(10);
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    // ---- who may

    @ParameterizedTest
    @CsvSource({"ada, 200", "sam, 200", "hal, 200", "paula, 403", "oscar, 403", "admin, 403"})
    void showsSubscriptionsToAgentsAndHelpdesk(String name, int status) {
        for (String page : List.of(
                "/customers/" + one.getCustomerId() + "/subscriptions",
                "/customers/" + one.getCustomerId() + "/subscriptions.csv",
                "/subscriptions/" + one.getId(),
                "/subscriptions/due",
                "/subscriptions/rules")) {
            assertThat(get(page, name)).as(page).hasStatus(status);
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void letsOnlyThoseChangeWhoMay(Change change) {
        boolean support = change == Change.SUPPORT_CONTACT;
        for (String name : List.of("ada", "sam", "hal", "paula", "oscar", "admin")) {
            boolean may = name.equals("ada") || name.equals(support ? "hal" : "sam");
            assertThat(get(page(change), name)).as(name).hasStatus(may ? 200 : 403);
            if (!may) {
                assertThat(post(change, name, Map.of("version", "0", "confirmed", "true")))
                        .as(name)
                        .hasStatus(403);
            }
        }
        assertThat(sample.now(one.getId()).getVersion()).isEqualTo(one.getVersion());
    }

    @Test
    void offersEachOnlyWhatTheyMay() {
        assertThat(get("/subscriptions/" + one.getId(), "hal"))
                .bodyText()
                .contains("/support-contact\"")
                .doesNotContain("/licenses\"", "/suspend\"");
        assertThat(get("/subscriptions/" + one.getId(), "sam"))
                .bodyText()
                .contains("/licenses\"", "/suspend\"")
                .doesNotContain("/support-contact\"");
    }

    @Test
    void offersANewSubscriptionToAgentsAsLongAsTheCustomerIsOne() {
        String page = "/customers/" + one.getCustomerId() + "/subscriptions";
        String button = "action=\"/customers/" + one.getCustomerId() + "/orders\"";
        assertThat(get(page, "sam")).bodyText().contains(button, "New subscription");
        assertThat(get(page, "hal")).bodyText().doesNotContain(button);
        context.getBean(JdbcClient.class)
                .sql("update customer set state = 'REMOVED' where id = ?")
                .param(one.getCustomerId())
                .update();
        assertThat(get(page, "sam")).bodyText().doesNotContain(button);
        assertThat(get("/subscriptions/" + one.getId(), "sam")).bodyText().doesNotContain(button);
    }

    // ---- what they show

    @Test
    void listsAddOnsUnderTheirBaseAndHidesWhatIsDeleted() throws UnsupportedEncodingException {
        Subscription addOn = sample.start(one.getCustomerId(), SampleOrders.COPILOT, "P1Y", "annual", 3, null);
        Subscription gone = sample.start(one.getCustomerId(), SampleOrders.E3, "P1Y", "annual", 2, null);
        Errors errors = errors();
        changes.cancel(gone.getId(), gone.getVersion(), true, errors);
        fine(errors);
        String page = "/customers/" + one.getCustomerId() + "/subscriptions";

        String body = get(page, "sam").getResponse().getContentAsString();

        assertThat(body)
                .contains("relais-addon", "/subscriptions/" + addOn.getId())
                .doesNotContain(gone.getId().toString());
        assertThat(body.indexOf("/subscriptions/" + addOn.getParentId()))
                .isLessThan(body.indexOf("/subscriptions/" + addOn.getId()));
        assertThat(get(page + "?deleted=true", "sam"))
                .bodyText()
                .contains(gone.getId().toString());
        assertThat(get(page + ".csv", "sam"))
                .bodyText()
                .contains(gone.getId().toString(), one.getSku(), "Relais Distribution");
    }

    @Test
    void exportsNoFormula() {
        Errors errors = errors();
        changes.rename(one.getId(), one.getVersion(), "=HYPERLINK(\"x\")", errors);
        fine(errors);

        assertThat(get("/customers/" + one.getCustomerId() + "/subscriptions.csv", "sam"))
                .bodyText()
                .contains("'=HYPERLINK")
                .doesNotContain(",=HYPERLINK");
    }

    @Test
    void writesANicknameAsText() {
        Errors errors = errors();
        changes.rename(one.getId(), one.getVersion(), "<script>alert(1)</script>", errors);
        fine(errors);
        for (String page : List.of(
                "/subscriptions/" + one.getId(),
                "/customers/" + one.getCustomerId() + "/subscriptions",
                page(Change.NICKNAME))) {
            assertThat(get(page, "sam"))
                    .bodyText()
                    .doesNotContain("<script>alert")
                    .contains("&lt;script&gt;alert");
        }
    }

    @Test
    void saysWhatASuspensionBringsBeforeItIsMade() {
        assertThat(get(page(Change.SUSPEND), "sam"))
                .bodyText()
                .contains("lose access at once", "still billed", "Auto-renew is turned off");
        assertThat(sample.now(one.getId()).getState()).isEqualTo(Subscription.State.ACTIVE);
    }

    @Test
    void quotesWhileTheNumberIsTyped() {
        assertThat(get(page(Change.LICENSES) + "/quote?licenses=12", "sam"))
                .bodyText()
                .contains("+2");
        assertThat(get(page(Change.LICENSES) + "/quote?licenses=8", "sam"))
                .bodyText()
                .contains("−2");
        assertThat(get(page(Change.LICENSES) + "/quote?licenses=<b>", "sam")).hasStatusOk();
        assertThat(get(page(Change.LICENSES) + "/quote", "sam")).hasStatusOk();
    }

    // ---- changing

    @Test
    void changesAndSaysSo() {
        assertThat(post(Change.LICENSES, "sam", Map.of("version", version(), "licenses", "12")))
                .hasStatus3xxRedirection()
                .hasRedirectedUrl("/subscriptions/" + one.getId());
        assertThat(sample.now(one.getId()).getLicenses()).isEqualTo(12);
        assertThat(get("/subscriptions/" + one.getId(), "sam"))
                .bodyText()
                .contains("Number of licenses changed", "10 → 12");
    }

    @Test
    void tellsTheSecondPersonWhatChangedAndKeepsWhatWasTyped() {
        String version = version();
        Errors errors = errors();
        SampleOrders.as("sofia");
        changes.setLicenses(one.getId(), one.getVersion(), "12", errors);
        fine(errors);

        MvcTestResult refused = post(
                Change.LICENSES,
                "sam",
                Map.of(
                        "version",
                        version,
                        "seen",
                        String.valueOf(one.getStartedAt().toEpochMilli()),
                        "licenses",
                        "15"));

        assertThat(refused)
                .hasStatus(422)
                .bodyText()
                .contains("changed while you had this page open", "sofia", "10 → 12", "value=\"15\"");
        assertThat(sample.now(one.getId()).getLicenses()).isEqualTo(12);
        // The page that was shown again carries the present version: submitting it again goes through.
        assertThat(refused).bodyText().contains("name=\"version\" value=\"" + version() + "\"");
        assertThat(post(Change.LICENSES, "sam", Map.of("version", version(), "licenses", "15")))
                .hasStatus3xxRedirection();
    }

    @Test
    void saysAtTheFieldWhenTheWindowClosedASecondAgo() {
        SampleSubscriptions.turnTo(one.getCancellableUntil().plusSeconds(1));

        assertThat(post(Change.LICENSES, "sam", Map.of("version", version(), "licenses", "9")))
                .hasStatus(422)
                .bodyText()
                .contains("the window closed at", "value=\"9\"", "is-invalid");
        assertThat(post(Change.CANCEL, "sam", Map.of("version", version(), "confirmed", "true")))
                .hasStatus(422)
                .bodyText()
                .contains("The window for cancelling closed at");
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void answersNonsenseWithAPage(Change change) {
        String name = change == Change.SUPPORT_CONTACT ? "hal" : "sam";
        Map<String, String> nonsense = Map.of(
                "version", "x".repeat(500),
                "seen", "-1",
                "nickname", "\u0001" + "n".repeat(5000),
                "licenses", "'; drop table subscription",
                "offer", "no-uuid",
                "reseller", "<b>",
                "autoRenew", "perhaps",
                "confirmed", "maybe");

        assertThat(post(change, name, nonsense)).hasStatus(422);
        assertThat(post(change, name, Map.of())).hasStatus(422);
        assertThat(sample.now(one.getId()).getVersion()).isEqualTo(one.getVersion());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?kind=NONE&days=-5&after=x", "?days=30&after=AAAA&before=%01", "?kind=RENEWS&days=7"})
    void listsWhatIsDueWhateverTheAddressSays(String query) {
        assertThat(get("/subscriptions/due" + query, "sam")).hasStatusOk();
    }

    @Test
    void knowsOnlyItsOwnSubscriptionsAndChanges() {
        assertThat(get("/subscriptions/" + UUID.randomUUID(), "sam")).hasStatus(404);
        assertThat(get("/subscriptions/" + UUID.randomUUID() + "/licenses", "sam"))
                .hasStatus(404);
        assertThat(get("/subscriptions/" + one.getId() + "/nothing", "sam")).hasStatus(404);
        assertThat(get("/customers/" + UUID.randomUUID() + "/subscriptions.csv", "sam"))
                .hasStatus(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void showsEveryPageInBothLanguages(String language) {
        SampleSubscriptions.later(Duration.ofDays(1));
        for (Change change : Change.values()) {
            assertThat(get(page(change) + "?lang=" + language, "ada"))
                    .as(change.name())
                    .hasStatusOk()
                    .bodyText()
                    .doesNotContain("??");
        }
        for (String page :
                List.of("/subscriptions/" + one.getId(), "/subscriptions/due", "/subscriptions/rules", "/")) {
            assertThat(get(page + "?lang=" + language, "ada"))
                    .as(page)
                    .hasStatusOk()
                    .bodyText()
                    .doesNotContain("??");
        }
    }

    private String version() {
        return sample.now(one.getId()).getVersion().toString();
    }

    private String page(Change change) {
        return "/subscriptions/" + one.getId() + "/" + change.path();
    }

    private MvcTestResult get(String page, String name) {
        return mvc.get()
                .uri(java.net.URI.create(page.replace("<", "%3C").replace(">", "%3E")))
                .with(authentication(SampleOrders.authentication(name)))
                .exchange();
    }

    private MvcTestResult post(Change change, String name, Map<String, String> fields) {
        var request = mvc.post()
                .uri(page(change))
                .with(authentication(SampleOrders.authentication(name)))
                .with(csrf());
        fields.forEach(request::param);
        return request.exchange();
    }
}
