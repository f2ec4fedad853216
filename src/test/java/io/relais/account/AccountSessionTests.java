package io.relais.account;

import static io.relais.account.SampleAccounts.PASSWORD;
import static io.relais.account.SampleAccounts.later;
import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.validation.MapBindingResult;

/** One's own account: the sessions, the password, the description. */
@RelaisTest
class AccountSessionTests {

    private static final String NEW = "eleven blue chairs";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Accounts accounts;

    @Autowired
    private AccountSessions sessions;

    private SampleAccounts people;
    private AccountCard account;
    private MockHttpSession browser;

    @BeforeEach
    void signIn() throws Exception {
        people = new SampleAccounts(context);
        account = people.reseller();
        browser = people.signedIn(account);
    }

    @Test
    void areListedWithBrowserAndAddress() throws Exception {
        people.signedIn(account);
        later(Duration.ofMinutes(5));

        String page = people.look(browser, "/reseller/account").getContentAsString();

        assertThat(page).contains("Firefox, Windows", "192.0.2.", "This one", account.userName());
        assertThat(sessions.of(account.id(), AccountSessions.NONE))
                .hasSize(2)
                .first()
                .satisfies(latest -> assertThat(latest.usedAt()).isAfter(latest.signedInAt()));
    }

    @Test
    void areEndedOneByOneOrAllOthersAtOnce() throws Exception {
        MockHttpSession second = people.signedIn(account);
        MockHttpSession third = people.signedIn(account);
        later(Duration.ofMinutes(2));
        people.look(second, "/reseller/account");
        UUID used = sessions.of(account.id(), AccountSessions.NONE).get(0).id();

        people.send(browser, "/reseller/account/sessions/" + used + "/end");
        assertThat(people.look(second, "/reseller/account").getRedirectedUrl()).isEqualTo("/reseller/login?ended");
        assertThat(people.look(third, "/reseller/account").getStatus()).isEqualTo(200);

        people.send(browser, "/reseller/account/sessions/end-others");
        assertThat(people.look(third, "/reseller/account").getRedirectedUrl()).isEqualTo("/reseller/login?ended");
        assertThat(people.look(browser, "/reseller/account").getStatus()).isEqualTo(200);
        assertThat(people.audited(account.id())).contains("end_session", "end_sessions");
    }

    @Test
    void ofOthersDoNotExist() throws Exception {
        AccountCard colleague = people.person(account.side(), account.party(), true);
        MockHttpSession colleagues = people.signedIn(colleague);
        UUID session = sessions.of(colleague.id(), AccountSessions.NONE).get(0).id();

        assertThat(people.send(browser, "/reseller/account/sessions/" + session + "/end")
                        .getStatus())
                .isEqualTo(404);
        assertThat(people.look(colleagues, "/reseller/account").getStatus()).isEqualTo(200);
    }

    @Test
    void endWhenAnotherPersonSignsInWithTheSameBrowser() throws Exception {
        AccountCard other = people.reseller();

        people.signIn(other.side(), other.userName(), PASSWORD, browser);

        assertThat(sessions.of(account.id(), AccountSessions.NONE)).isEmpty();
    }

    @Test
    void thatAreEndedAreNobodysBehindPersonalLinks() throws Exception {
        AccountCard customer = people.person(Side.CUSTOMER, UUID.randomUUID(), true);
        MockHttpSession signedIn = people.signedIn(customer);
        MockHttpSession ended = people.signedIn(customer);
        sessions.endOthers(customer.id(), AccountSessions.of(authentication(signedIn)));

        assertThat(declinedBy(signedIn)).isEqualTo(customer.userName());
        assertThat(declinedBy(ended)).isEqualTo("lea@asked.example");
    }

    @Test
    void areNobodysBehindPersonalLinksUntilTheCodeIsGiven() throws Exception {
        AccountCard customer = people.person(Side.CUSTOMER, UUID.randomUUID(), true);
        SecondFactors factors = context.getBean(SecondFactors.class);
        factors.offer(customer.id());
        String secret = factors.offered(customer.id()).orElseThrow();
        assertThat(factors.confirm(
                        customer.id(),
                        AccountSessions.NONE,
                        PASSWORD,
                        SampleAccounts.code(secret, SampleAccounts.now()),
                        new MapBindingResult(new HashMap<>(), "form")))
                .isNotEmpty();
        MockHttpSession halfIn = new MockHttpSession();
        assertThat(people.signIn(Side.CUSTOMER, customer.userName(), PASSWORD, halfIn))
                .isEqualTo("/customer/second-factor");

        assertThat(declinedBy(halfIn)).isEqualTo("lea@asked.example");
    }

    private static Authentication authentication(MockHttpSession session) {
        return ((SecurityContext)
                        session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY))
                .getAuthentication();
    }

    /** Whom the audit trail names when a relationship request is declined with this browser. */
    private String declinedBy(MockHttpSession browser) throws Exception {
        RelationshipRequests requests = context.getBean(RelationshipRequests.class);
        String[] token = new String[1];
        UUID request = SampleOrders.as("sam", () -> {
            UUID asked = requests.start();
            requests.describe(
                    asked, new Invitee("Fabrikam", "lea@asked.example", "Lea Roux", "FR", "fr", null, false, 30));
            token[0] = requests.message(asked).body().replaceAll("(?s).*/relationship/([A-Za-z0-9_-]+).*", "$1");
            requests.done(asked);
            return asked;
        });
        people.send(browser, "/relationship/" + token[0] + "/decline");
        return requests.history(request).stream()
                .filter(entry -> entry.getAction().equals("decline_relationship_request"))
                .findFirst()
                .orElseThrow()
                .getActor();
    }

    @Test
    void endAfterEightHoursWithoutUse() throws Exception {
        later(Duration.ofHours(7));
        assertThat(people.look(browser, "/reseller/account").getStatus()).isEqualTo(200);
        later(Duration.ofHours(7));
        assertThat(people.look(browser, "/reseller/account").getStatus()).isEqualTo(200);
        later(Duration.ofHours(8).plusMinutes(2));

        assertThat(sessions.of(account.id(), AccountSessions.NONE)).isEmpty();
        assertThat(people.look(browser, "/reseller/account").getRedirectedUrl()).isEqualTo("/reseller/login?ended");
    }

    @Test
    void endElsewhereWithAnotherPassword() throws Exception {
        MockHttpSession elsewhere = people.signedIn(account);

        assertThat(change("wrong", NEW, NEW).getStatus()).isEqualTo(422);
        assertThat(change(PASSWORD, NEW, NEW).getContentAsString()).contains("Wait a while");
        later(Duration.ofSeconds(2));
        assertThat(change(PASSWORD, NEW, "something else").getStatus()).isEqualTo(422);
        assertThat(change(PASSWORD, PASSWORD, PASSWORD).getStatus()).isEqualTo(422);
        assertThat(people.look(elsewhere, "/reseller/account").getStatus()).isEqualTo(200);
        assertThat(change(PASSWORD, NEW, NEW).getRedirectedUrl()).isEqualTo("/reseller/account");

        assertThat(people.look(browser, "/reseller/account").getStatus()).isEqualTo(200);
        assertThat(people.look(elsewhere, "/reseller/account").getRedirectedUrl())
                .isEqualTo("/reseller/login?ended");
        assertThat(people.audited(account.id())).contains("change_password");
    }

    @Test
    void goOnWhenThePersonIsDescribedAnew() throws Exception {
        String email = UUID.randomUUID() + "@elsewhere.example";

        assertThat(describe("Zoë", "Lumen", account.holder().email(), "fr", "").getStatus())
                .isEqualTo(302);
        assertThat(accounts.find(account.id()).orElseThrow().holder())
                .isEqualTo(new Holder("Zoë", "Lumen", account.holder().email(), "fr"));
        MockHttpServletResponse refused = describe("Zoë", "Lumen", email, "fr", "");
        assertThat(refused.getStatus()).as("another address needs the password").isEqualTo(422);
        assertThat(refused.getContentAsString()).contains(email);
        later(Duration.ofSeconds(2));
        assertThat(describe("Zoë", "Lumen", email, "fr", PASSWORD).getStatus()).isEqualTo(302);

        assertThat(accounts.find(account.id()).orElseThrow().holder().email()).isEqualTo(email);
        assertThat(people.texts(account.holder().email()))
                .as("told to the old one")
                .anyMatch(text -> text.contains("vient d’être changée"));
        assertThat(people.audited(account.id())).contains("change_person");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Lumen, zoe@company.example, en",
        "Zoë, '', zoe@company.example, en",
        "Zoë, Lumen, no address, en",
        "Zoë, Lumen, a@b@company.example, en",
        "Zoë, Lumen, <zoe@company.example>, en",
        "Zoë, Lumen, zoe@company.example, de",
        "Zoë, Lumen, '', ''"
    })
    void refuseWhatIsNoDescriptionOfAPerson(String first, String last, String email, String language) throws Exception {
        assertThat(describe(first, last, email, language, PASSWORD).getStatus()).isEqualTo(422);
        assertThat(describe("x".repeat(51), last, email, language, PASSWORD).getStatus())
                .isEqualTo(422);
        assertThat(accounts.find(account.id()).orElseThrow().holder()).isEqualTo(account.holder());
    }

    private MockHttpServletResponse change(String present, String password, String repeated) throws Exception {
        return people.send(
                browser, "/reseller/account/password", "present", present, "password", password, "repeated", repeated);
    }

    private MockHttpServletResponse describe(String first, String last, String email, String language, String present)
            throws Exception {
        return people.send(
                browser,
                "/reseller/account/person",
                "firstName",
                first,
                "lastName",
                last,
                "email",
                email,
                "language",
                language,
                "present",
                present);
    }
}
