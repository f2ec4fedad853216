package io.relais.account;

import static io.relais.account.SampleAccounts.PASSWORD;
import static io.relais.account.SampleAccounts.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.relais.RelaisTest;
import io.relais.security.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Signing in at an outer side of the counter. */
@RelaisTest
class AccountSignInTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcTemplate database;

    private SampleAccounts people;
    private final MockHttpSession browser = new MockHttpSession();

    @BeforeEach
    void people() {
        people = new SampleAccounts(context);
    }

    @ParameterizedTest
    @EnumSource(names = "STAFF", mode = EnumSource.Mode.EXCLUDE)
    void letsPeopleInAtTheirOwnSideOnly(Side side) throws Exception {
        AccountCard account = people.person(side, UUID.randomUUID(), true);
        Side other = side == Side.RESELLER ? Side.CUSTOMER : Side.RESELLER;
        String root = SampleAccounts.root(side);

        assertThat(people.signIn(other, account.userName(), PASSWORD, browser))
                .isEqualTo(SampleAccounts.root(other) + "/login?wrong");
        assertThat(people.signIn(side, account.userName(), PASSWORD, browser)).isEqualTo(root);
        assertThat(people.look(browser, root + "/account").getStatus()).isEqualTo(200);
        assertThat(people.look(browser, SampleAccounts.root(other) + "/account").getStatus())
                .isEqualTo(404);
        assertThat(people.look(browser, "/customers").getStatus()).isEqualTo(404);
        assertThat(people.audited(account.id())).first().isEqualTo("sign_in");
        assertThat(accounts.find(account.id()).orElseThrow().signedInAt()).isNotNull();
    }

    @Test
    void takesTheNameInAnyCaseAndWidthAndWithBlanks() throws Exception {
        AccountCard account = people.reseller();

        assertThat(people.signIn(Side.RESELLER, "  " + account.userName().toUpperCase() + "\t", PASSWORD, browser))
                .isEqualTo("/reseller");
        assertThat(people.signIn(
                        Side.RESELLER, account.userName().replace("zoe", "ｚｏｅ").replace("@", "＠"), PASSWORD, browser))
                .isEqualTo("/reseller");
        assertThat(people.signIn(Side.RESELLER, account.userName() + "\u0001", PASSWORD, browser))
                .isEqualTo("/reseller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/new-password", "/second-factor", "/account/second-factor/picture"})
    void leadsNobodyToAPageThatIsThereOnlyForAMoment(String page) throws Exception {
        AccountCard account = people.reseller();
        assertThat(people.look(browser, "/reseller" + page).getRedirectedUrl()).isEqualTo("/reseller/login");

        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .isEqualTo("/reseller");
    }

    @ParameterizedTest
    @EnumSource(names = "STAFF", mode = EnumSource.Mode.EXCLUDE)
    void tellsWhoseSessionEndedWhileWritingWithFiles(Side side) throws Exception {
        String root = SampleAccounts.root(side);
        String to = people.ask(MockMvcRequestBuilders.post(root + "/support-requests")
                        .contentType("multipart/form-data; boundary=x")
                        .content("--x--")
                        .with(csrf()))
                .getRedirectedUrl();

        assertThat(to).isEqualTo(root + "/login?expired");
        assertThat(people.look(browser, to + "=").getContentAsString())
                .contains("You were away for too long")
                .doesNotContain("Ask your provider for a new one");
    }

    @Test
    void takesThePasswordWithTheBlanksThatWereChosen() throws Exception {
        AccountCard account = people.reseller();
        String chosen = " horse battery staple ";
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .isEqualTo("/reseller");
        people.send(browser, "/reseller/account/password", "present", PASSWORD, "password", chosen, "repeated", chosen);

        assertThat(people.signIn(Side.RESELLER, account.userName(), chosen, new MockHttpSession()))
                .isEqualTo("/reseller");
        assertThat(people.signIn(Side.RESELLER, account.userName(), chosen.strip(), new MockHttpSession()))
                .isEqualTo("/reseller/login?wrong");
    }

    @Test
    void answersAlikeWhateverIsWrong() throws Exception {
        AccountCard disabled = people.reseller();
        people.disable(disabled);
        UUID invited = accounts.open(
                Side.RESELLER,
                UUID.randomUUID(),
                UUID.randomUUID() + "@company.example",
                new Holder("A", "B", "a@company.example", "en"),
                true,
                "system");
        String without = accounts.find(invited).orElseThrow().userName();

        for (String name : new String[] {
            "nobody-" + UUID.randomUUID(), disabled.userName(), without, "", "x".repeat(100_000), "\u0001"
        }) {
            assertThat(people.signIn(Side.RESELLER, name, PASSWORD, browser))
                    .as(name.length() > 50 ? "long" : name)
                    .startsWith("/reseller/login?w");
        }
        assertThat(people.signIn(Side.RESELLER, people.reseller().userName(), "wrong", browser))
                .isEqualTo("/reseller/login?wrong");
    }

    @Test
    void letsNobodyInWhoIsDisabledUntilItIsEnabledAgain() throws Exception {
        AccountCard account = people.reseller();
        MockHttpSession signedIn = people.signedIn(account);

        people.disable(account);

        assertThat(people.look(signedIn, "/reseller/account").getRedirectedUrl())
                .isEqualTo("/reseller/login?ended");
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .isEqualTo("/reseller/login?wrong");
        people.enable(account);
        later(Duration.ofSeconds(2));
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .isEqualTo("/reseller");
    }

    @Test
    void takesATemporaryPasswordForThirtyDays() throws Exception {
        String name = "admin@" + UUID.randomUUID() + ".example";
        UUID account = accounts.openWithTemporaryPassword(
                Side.CUSTOMER, UUID.randomUUID(), name, new Holder("A", "B", name, "en"), accounts.encode(PASSWORD));

        later(Duration.ofDays(30).minusMinutes(1));
        assertThat(people.signIn(Side.CUSTOMER, name, PASSWORD, browser)).isEqualTo("/customer/new-password");
        later(Duration.ofMinutes(2));
        assertThat(people.signIn(Side.CUSTOMER, name, PASSWORD, browser)).isEqualTo("/customer/login?late");
        assertThat(people.audited(account)).first().isEqualTo("sign_in_refused");
        assertThat(people.look(browser, "/customer/login?late=").getContentAsString())
                .contains("Ask your provider for a new one.")
                .doesNotContain("away for too long");
        assertThat(people.signIn(Side.CUSTOMER, name, "guessed", browser))
                .as("who guesses learns nothing")
                .isEqualTo("/customer/login?wrong");

        later(Duration.ofSeconds(2));
        accounts.issueTemporaryPassword(account, accounts.encode(PASSWORD));
        assertThat(people.signIn(Side.CUSTOMER, name, PASSWORD, browser)).isEqualTo("/customer/new-password");
    }

    @Test
    void makesWhoGuessesWaitLongerEachTime() throws Exception {
        AccountCard account = people.reseller();
        people.signIn(Side.RESELLER, account.userName(), "wrong", browser);

        assertThat(people.signIn(Side.RESELLER, account.userName().toUpperCase(), PASSWORD, browser))
                .isEqualTo("/reseller/login?wait=1");
        later(Duration.ofSeconds(2));
        people.signIn(Side.RESELLER, account.userName(), "wrong again", browser);
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .isEqualTo("/reseller/login?wait=2");
        later(Duration.ofSeconds(3));
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .isEqualTo("/reseller");
        assertThat(people.audited(account.id())).contains("sign_in_refused");
    }

    @Test
    void tellsOnlyTheFirstOfManyWhoTryAtOnceThatItWasWrong() throws Exception {
        AccountCard account = people.reseller();
        List<Callable<String>> tries = Collections.nCopies(
                6, () -> people.signIn(Side.RESELLER, account.userName(), "wrong", new MockHttpSession()));
        ExecutorService guessing = Executors.newFixedThreadPool(tries.size());
        try {
            List<String> answers = new ArrayList<>();
            for (Future<String> one : guessing.invokeAll(tries)) {
                answers.add(one.get());
            }
            assertThat(answers).containsOnlyOnce("/reseller/login?wrong").contains("/reseller/login?wait=1");
        } finally {
            guessing.shutdownNow();
        }
    }

    @Test
    void givesTheSessionANewIdAndTakesNoForgedForm() throws Exception {
        AccountCard account = people.reseller();
        String before = browser.getId();

        assertThat(people.ask(post("/reseller/login")
                                .session(browser)
                                .param("username", account.userName())
                                .param("password", PASSWORD))
                        .getStatus())
                .isEqualTo(403);
        people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser);

        assertThat(browser.getId()).isNotEqualTo(before);
    }

    @Test
    void goesOnWhereThePersonWantedToGoAtTheSameSideOnly() throws Exception {
        AccountCard account = people.reseller();
        people.look(browser, "/customer/account");
        people.look(browser, "/customers");

        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .isEqualTo("/reseller");

        MockHttpSession another = new MockHttpSession();
        assertThat(people.look(another, "/reseller/company/people").getRedirectedUrl())
                .isEqualTo("/reseller/login");
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, another))
                .isEqualTo("http://localhost/reseller/company/people");
    }

    @Test
    void asksForAPasswordOfOnesOwnInPlaceOfATemporaryOne() throws Exception {
        String name = "admin@" + UUID.randomUUID() + ".onmicrosoft.com";
        UUID id = accounts.openWithTemporaryPassword(
                Side.CUSTOMER,
                UUID.randomUUID(),
                name,
                new Holder("Ana", "Martin", "ana@company.example", "fr"),
                "{bcrypt}" + new BCryptPasswordEncoder(5).encode("a-temporary-one"));

        assertThat(people.signIn(Side.CUSTOMER, name, "a-temporary-one", browser))
                .isEqualTo("/customer/new-password");
        assertThat(people.look(browser, "/customer/account").getRedirectedUrl()).isEqualTo("/customer/new-password");
        assertThat(people.look(browser, "/reseller/new-password").getStatus()).isEqualTo(404);
        assertThat(people.look(browser, "/customer/second-factor").getRedirectedUrl())
                .isEqualTo("/customer/new-password");
        for (String[] refused : new String[][] {
            {"short", "short"},
            {"a-temporary-one", "a-temporary-one"},
            {PASSWORD, "another one"},
            {"Martin Martin", "Martin Martin"}
        }) {
            var answer = people.send(browser, "/customer/new-password", "password", refused[0], "repeated", refused[1]);
            assertThat(answer.getStatus()).as(refused[0]).isEqualTo(422);
            assertThat(answer.getContentAsString()).doesNotContain("value=\"" + refused[0]);
        }

        assertThat(people.send(browser, "/customer/new-password", "password", PASSWORD, "repeated", PASSWORD)
                        .getRedirectedUrl())
                .isEqualTo("/customer/login?chosen");
        assertThat(people.signIn(Side.CUSTOMER, name, "a-temporary-one", new MockHttpSession()))
                .isEqualTo("/customer/login?wrong");
        later(Duration.ofSeconds(2));
        assertThat(people.signIn(Side.CUSTOMER, name, PASSWORD, new MockHttpSession()))
                .isEqualTo("/customer");
        assertThat(hash(id)).startsWith("{argon2}");
    }

    @Test
    void hashesAnOldPasswordAsIsTheCustomByNow() throws Exception {
        AccountCard account = people.reseller();
        database.update(
                "update account set password_hash = ? where id = ?",
                "{bcrypt}" + new BCryptPasswordEncoder(5).encode(PASSWORD),
                account.id());

        people.signedIn(account);

        assertThat(hash(account.id())).startsWith("{argon2}");
        people.signedIn(account);
    }

    private String hash(UUID account) {
        return database.queryForObject("select password_hash from account where id = ?", String.class, account);
    }
}
