package io.relais.account;

import static io.relais.account.SampleAccounts.PASSWORD;
import static io.relais.account.SampleAccounts.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relais.RelaisTest;
import io.relais.security.SealingKeys;
import io.relais.security.Side;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.validation.BindException;

/** Links by which people choose their password. */
@RelaisTest
class PasswordLinkTests {

    private static final String NEW = "eleven blue chairs";

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

    @Test
    void resetsAForgottenPasswordAndEndsAllSessions() throws Exception {
        AccountCard account = people.reseller();
        MockHttpSession elsewhere = people.signedIn(account);
        assertThat(forgotten(account.userName().toUpperCase()).getContentAsString())
                .contains("on its way");
        String link = people.link(account.holder().email());

        MockHttpServletResponse page = people.look(browser, link);
        assertThat(page.getContentAsString()).contains(account.userName());
        assertThat(page.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.getHeader("Cache-Control")).contains("no-store");
        assertThat(choose(link, "short").getStatus()).isEqualTo(422);
        assertThat(choose(link, NEW).getRedirectedUrl()).isEqualTo("/reseller/login?chosen");

        assertThat(people.look(elsewhere, "/reseller/account").getRedirectedUrl())
                .isEqualTo("/reseller/login?ended");
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, browser))
                .contains("wrong");
        later(Duration.ofSeconds(2));
        assertThat(people.signIn(Side.RESELLER, account.userName(), NEW, browser))
                .isEqualTo("/reseller");
        assertThat(people.audited(account.id())).contains("send_reset_link", "choose_password");
        assertThat(people.texts(account.holder().email()))
                .as("tells the holder")
                .anyMatch(text -> text.contains("has just been changed"));
    }

    @Test
    void opensOnceAndAtItsOwnSideOnly() throws Exception {
        AccountCard account = people.reseller();
        forgotten(account.userName());
        String link = people.link(account.holder().email());

        assertThat(people.look(browser, link.replace("/reseller/", "/customer/"))
                        .getStatus())
                .isEqualTo(404);
        assertThat(choose(link.replace("/reseller/", "/customer/"), NEW).getStatus())
                .isEqualTo(404);
        assertThat(choose(link, NEW).getStatus()).isEqualTo(302);
        assertThat(people.look(browser, link).getStatus()).isEqualTo(404);
        MockHttpServletResponse again = choose(link, "another eleven chairs");
        assertThat(again.getStatus()).isEqualTo(404);
        assertThat(again.getContentAsString()).contains("/reseller/public/forgotten");
    }

    @Test
    void opensForOneOfTwoWhoComeAtTheSameMoment() throws Exception {
        AccountCard account = people.reseller();
        forgotten(account.userName());
        String token = people.link(account.holder().email()).replaceAll(".*/", "");

        ExecutorService two = Executors.newFixedThreadPool(2);
        Callable<Boolean> choosing = () -> {
            BindException errors = new BindException(new Object(), "form");
            return accounts.choosePasswordByLink(
                    Side.RESELLER,
                    token,
                    NEW + Thread.currentThread().getId(),
                    NEW + Thread.currentThread().getId(),
                    errors);
        };
        List<Future<Boolean>> both = two.invokeAll(List.of(choosing, choosing));
        two.shutdown();

        assertThat(List.of(both.get(0).get(), both.get(1).get())).containsExactlyInAnyOrder(true, false);
        assertThat(people.audited(account.id())).containsOnlyOnce("choose_password");
    }

    @Test
    void isReplacedByALaterOneAndExpires() throws Exception {
        AccountCard account = people.reseller();
        forgotten(account.userName());
        String first = people.link(account.holder().email());
        later(Duration.ofSeconds(2));
        forgotten(account.userName());
        await().ignoreExceptions()
                .until(() -> people.links(account.holder().email()).size() == 2);
        String second = people.link(account.holder().email());

        assertThat(people.look(browser, first).getStatus()).isEqualTo(404);
        assertThat(people.look(browser, second).getStatus()).isEqualTo(200);
        later(Duration.ofMinutes(119));
        assertThat(people.look(browser, second).getStatus()).isEqualTo(200);
        later(Duration.ofMinutes(2));
        assertThat(people.look(browser, second).getStatus()).isEqualTo(404);
        assertThat(choose(second, NEW).getStatus()).isEqualTo(404);
    }

    @Test
    void isKeptNowhereButInTheMail() throws Exception {
        AccountCard account = people.reseller();
        forgotten(account.userName());
        String token = people.link(account.holder().email()).replaceAll(".*/", "");

        assertThat(token).hasSize(43);
        assertThat(database.queryForObject(
                        "select fingerprint from account_link where account_id = ?", String.class, account.id()))
                .isEqualTo(SealingKeys.fingerprint(token));
        assertThat(people.look(browser, "/reseller/public/password/" + "x".repeat(43))
                        .getStatus())
                .isEqualTo(404);
    }

    @Test
    void answersTheSameWhoeverIsAskedForAndMakesAskersWait() throws Exception {
        AccountCard known = people.reseller();
        AccountCard disabled = people.reseller();
        people.disable(disabled);
        AccountCard customer = people.person(Side.CUSTOMER, UUID.randomUUID(), true);
        String nobody = "nobody-" + UUID.randomUUID();

        String answer = anonymous(forgotten(known.userName()), known.userName());
        for (String name : List.of(disabled.userName(), customer.userName(), nobody)) {
            assertThat(anonymous(forgotten(name), name)).isEqualTo(answer);
        }
        assertThat(forgotten(known.userName()).getStatus()).isEqualTo(422);
        assertThat(forgotten(nobody).getStatus()).isEqualTo(422);
        assertThat(forgotten(" ").getStatus()).isEqualTo(422);

        people.link(known.holder().email());
        assertThat(people.links(disabled.holder().email())).isEmpty();
        assertThat(people.links(customer.holder().email())).isEmpty();
    }

    @Test
    void asksOneAddressToWaitWhoAsksForManyNames() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(forgotten("nobody-" + UUID.randomUUID()).getStatus()).isEqualTo(200);
        }
        assertThat(forgotten("nobody-" + UUID.randomUUID()).getStatus()).isEqualTo(422);
    }

    @Test
    void goesToTheCustomersEmailInItsLanguage() throws Exception {
        String name = "admin@" + UUID.randomUUID() + ".onmicrosoft.com";
        String email = UUID.randomUUID() + "@company.example";
        UUID account = accounts.openWithPassword(
                Side.CUSTOMER,
                UUID.randomUUID(),
                name,
                new Holder("Ana", "Martin", email, "fr"),
                true,
                accounts.encode(PASSWORD),
                "system");

        people.send(browser, "/customer/public/forgotten", "userName", name);

        assertThat(people.link(email)).startsWith("/customer/public/password/");
        assertThat(people.texts(email).get(0)).contains("Bonjour", name);
        assertThat(people.audited(account)).contains("send_reset_link");
    }

    @Test
    void invitesNewPeopleForSevenDays() throws Exception {
        String email = UUID.randomUUID() + "@company.example";
        UUID account = accounts.open(
                Side.RESELLER, UUID.randomUUID(), email, new Holder("Ana", "Martin", email, "en"), false, "system");
        accounts.invite(account);
        String link = people.link(email);

        later(Duration.ofDays(6));
        assertThat(choose(link, NEW).getRedirectedUrl()).isEqualTo("/reseller/login?chosen");
        assertThat(people.signIn(Side.RESELLER, email, NEW, browser)).isEqualTo("/reseller");
    }

    @Test
    void diesWithTheAccountsRights() throws Exception {
        AccountCard account = people.reseller();
        forgotten(account.userName());
        String link = people.link(account.holder().email());

        people.disable(account);
        people.enable(account);

        assertThat(people.look(browser, link).getStatus()).isEqualTo(404);
    }

    private MockHttpServletResponse forgotten(String name) throws Exception {
        return people.send(browser, "/reseller/public/forgotten", "userName", name);
    }

    private MockHttpServletResponse choose(String link, String password) throws Exception {
        return people.send(browser, link, "password", password, "repeated", password);
    }

    private static String anonymous(MockHttpServletResponse answer, String name) throws Exception {
        return answer.getStatus()
                + answer.getContentAsString().replace(name, "NAME").replaceAll("(data-csrf|value)=\"[^\"]*\"", "");
    }
}
