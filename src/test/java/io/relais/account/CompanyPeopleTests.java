package io.relais.account;

import static io.relais.account.SampleAccounts.PASSWORD;
import static io.relais.account.SampleAccounts.code;
import static io.relais.account.SampleAccounts.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.web.NotFoundException;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.validation.MapBindingResult;

/** Administrators keep the people of their own company. */
@RelaisTest
class CompanyPeopleTests {

    private static final String PEOPLE = "/reseller/company/people";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Accounts accounts;

    @Autowired
    private CompanyPeople company;

    @Autowired
    private SecondFactors factors;

    private SampleAccounts people;
    private AccountCard administrator;
    private AccountCard agent;
    private MockHttpSession browser;

    @BeforeEach
    void signIn() throws Exception {
        people = new SampleAccounts(context);
        administrator = people.reseller();
        agent = people.person(Side.RESELLER, administrator.party(), false);
        browser = people.signedIn(administrator);
    }

    @Test
    void addAColleagueWhoChoosesItsPasswordByALink() throws Exception {
        String email = UUID.randomUUID() + "@company.example";

        assertThat(add(PEOPLE, email).getRedirectedUrl()).isEqualTo(PEOPLE);

        String link = people.link(email);
        assertThat(people.look(browser, PEOPLE).getContentAsString())
                .contains(email, "Has not chosen a password yet", administrator.userName());
        people.send(new MockHttpSession(), link, "password", "eleven blue chairs", "repeated", "eleven blue chairs");
        assertThat(people.signIn(Side.RESELLER, email, "eleven blue chairs", new MockHttpSession()))
                .isEqualTo("/reseller");
        assertThat(add(PEOPLE, email.toUpperCase()).getContentAsString())
                .contains("Somebody of your company signs in with this address already");
        assertThat(add(PEOPLE, people.reseller().userName()).getContentAsString())
                .as("who has an account elsewhere")
                .contains("This address cannot be used here");
        assertThat(add(PEOPLE, "no address").getStatus()).isEqualTo(422);
        assertThat(add(PEOPLE, "Admin@nobody-yet.onmicrosoft.com").getStatus())
                .as("the name of an administrator to come")
                .isEqualTo(422);
    }

    @Test
    void sendTheLinkAgainToWhoHasNoPasswordYet() throws Exception {
        String email = UUID.randomUUID() + "@company.example";
        add(PEOPLE, email);
        String first = people.link(email);
        UUID account = accounts.of(Side.RESELLER, administrator.party()).stream()
                .filter(card -> card.userName().equals(email))
                .findFirst()
                .orElseThrow()
                .id();

        assertThat(people.send(browser, PEOPLE + "/" + account + "/invite").getStatus())
                .isEqualTo(302);
        assertThat(people.links(email)).hasSize(2);
        assertThat(people.look(new MockHttpSession(), first).getStatus()).isEqualTo(404);
        assertThat(people.send(browser, PEOPLE + "/" + agent.id() + "/invite").getStatus())
                .isEqualTo(404);
    }

    @Test
    void disableAndEnableAColleague() throws Exception {
        MockHttpSession agents = people.signedIn(agent);

        people.send(browser, PEOPLE + "/" + agent.id() + "/disable");
        assertThat(people.look(agents, "/reseller/account").getRedirectedUrl()).isEqualTo("/reseller/login?ended");
        assertThat(people.look(browser, PEOPLE + "/" + agent.id()).getContentAsString())
                .contains("Disabled");
        assertThat(accounts.find(agent.id()).orElseThrow().enabled()).isFalse();

        people.send(browser, PEOPLE + "/" + agent.id() + "/enable");
        people.signedIn(agent);
        assertThat(people.audited(agent.id())).contains("disable_account", "enable_account");
    }

    @Test
    void changeAColleaguesRole() throws Exception {
        MockHttpSession agents = people.signedIn(agent);
        assertThat(people.look(agents, PEOPLE).getStatus()).isEqualTo(404);

        people.send(browser, PEOPLE + "/" + agent.id() + "/role", "administrator", "true");
        assertThat(people.look(agents, PEOPLE).getRedirectedUrl()).isEqualTo("/reseller/login?ended");
        agents = people.signedIn(agent);
        assertThat(people.look(agents, PEOPLE).getStatus()).isEqualTo(200);

        people.send(browser, PEOPLE + "/" + agent.id() + "/role", "administrator", "false");
        assertThat(people.look(agents, "/reseller/account").getRedirectedUrl()).isEqualTo("/reseller/login?ended");
        assertThat(people.audited(agent.id())).contains("make_administrator", "make_agent");
    }

    @Test
    void keepTheLastAdministratorWhoCanSignIn() throws Exception {
        String own = PEOPLE + "/" + administrator.id();
        accounts.open(
                Side.RESELLER,
                administrator.party(),
                UUID.randomUUID() + "@company.example",
                new Holder("In", "Vited", "invited@company.example", "en"),
                true,
                "system");

        for (String act : List.of("/disable", "/role")) {
            assertThat(people.send(browser, own + act).getRedirectedUrl()).isEqualTo(own);
        }

        AccountCard still = accounts.find(administrator.id()).orElseThrow();
        assertThat(still.enabled() && still.administrator()).isTrue();
    }

    @RepeatedTest(3)
    void keepOneOfTwoAdministratorsWhoDisableEachOtherAtTheSameMoment() throws Exception {
        AccountCard second = people.person(Side.RESELLER, administrator.party(), true);
        ExecutorService two = Executors.newFixedThreadPool(2);
        Callable<Boolean> one = () -> company.disable(person(administrator), second.id());
        Callable<Boolean> other = () -> company.changeRole(person(second), administrator.id(), false);

        List<Future<Boolean>> both = two.invokeAll(List.of(one, other));
        two.shutdown();

        assertThat(both.stream().filter(CompanyPeopleTests::done)).hasSize(1);
        assertThat(accounts.of(Side.RESELLER, administrator.party()).stream()
                        .filter(card -> card.enabled() && card.administrator()))
                .hasSize(1);
    }

    @Test
    void resetASecondFactorThatAColleagueLost() throws Exception {
        factors.offer(agent.id());
        factors.confirm(
                agent.id(),
                AccountSessions.NONE,
                PASSWORD,
                code(factors.offered(agent.id()).orElseThrow(), now()),
                new MapBindingResult(new HashMap<>(), "form"));
        assertThat(people.signIn(Side.RESELLER, agent.userName(), PASSWORD, new MockHttpSession()))
                .isEqualTo("/reseller/second-factor");

        people.send(browser, PEOPLE + "/" + agent.id() + "/reset-second-factor");

        assertThat(people.signIn(Side.RESELLER, agent.userName(), PASSWORD, new MockHttpSession()))
                .isEqualTo("/reseller");
        assertThat(people.audited(agent.id())).contains("reset_second_factor");
        assertThat(people.texts(agent.holder().email())).anyMatch(text -> text.contains("turned off"));
        assertThat(people.send(browser, PEOPLE + "/" + administrator.id() + "/reset-second-factor")
                        .getStatus())
                .as("one's own is turned off with password and code")
                .isEqualTo(404);
    }

    @Test
    void areAtMostTwoHundredWhoCanSignIn() throws Exception {
        for (int i = accounts.of(Side.RESELLER, administrator.party()).size(); i < CompanyPeople.MOST; i++) {
            String email = UUID.randomUUID() + "@company.example";
            accounts.open(
                    Side.RESELLER, administrator.party(), email, new Holder("A", "B", email, "en"), false, "system");
        }
        assertThat(add(PEOPLE, UUID.randomUUID() + "@company.example").getContentAsString())
                .contains("at most 200 enabled accounts");

        people.send(browser, PEOPLE + "/" + agent.id() + "/disable");
        assertThat(add(PEOPLE, UUID.randomUUID() + "@company.example").getStatus())
                .as("in place of who has left")
                .isEqualTo(302);

        people.send(browser, PEOPLE + "/" + agent.id() + "/enable");
        assertThat(accounts.find(agent.id()).orElseThrow().enabled()).isFalse();
    }

    @Test
    void seeNothingOfAnotherCompany() throws Exception {
        AccountCard stranger = people.reseller();
        AccountCard customer = people.person(Side.CUSTOMER, administrator.party(), true);

        for (AccountCard other : List.of(stranger, customer)) {
            String path = PEOPLE + "/" + other.id();
            assertThat(people.look(browser, path).getStatus()).isEqualTo(404);
            for (String act : List.of("/disable", "/enable", "/role", "/invite", "/reset-second-factor")) {
                assertThat(people.send(browser, path + act).getStatus()).as(act).isEqualTo(404);
            }
            assertThat(people.look(browser, PEOPLE).getContentAsString()).doesNotContain(other.userName());
            assertThat(people.audited(other.id())).doesNotContain("disable_account");
        }
        assertThat(people.look(browser, PEOPLE + "/" + UUID.randomUUID()).getStatus())
                .isEqualTo(404);
        assertThat(people.look(browser, PEOPLE + "/no-id").getStatus()).isEqualTo(404);
    }

    @Test
    void areKeptByAdministratorsOnly() throws Exception {
        MockHttpSession agents = people.signedIn(agent);

        assertThat(people.look(agents, PEOPLE).getStatus()).isEqualTo(404);
        assertThat(people.look(agents, PEOPLE + "/" + administrator.id()).getStatus())
                .isEqualTo(404);
        assertThat(people.send(agents, PEOPLE + "/" + administrator.id() + "/disable")
                        .getStatus())
                .isEqualTo(404);
        assertThat(people.send(agents, PEOPLE + "/" + agent.id() + "/role", "administrator", "true")
                        .getStatus())
                .isEqualTo(404);
        assertThat(people.look(agents, "/reseller/account").getContentAsString())
                .doesNotContain(PEOPLE);
    }

    @Test
    void areAllAdministratorsAtACustomer() throws Exception {
        AccountCard boss = people.person(Side.CUSTOMER, UUID.randomUUID(), true, "fr");
        MockHttpSession customers = people.signedIn(boss);
        String email = UUID.randomUUID() + "@company.example";

        assertThat(add(customers, "/customer/company/people", email).getStatus())
                .isEqualTo(302);

        AccountCard added = accounts.of(Side.CUSTOMER, boss.party()).stream()
                .filter(card -> card.userName().equals(email))
                .findFirst()
                .orElseThrow();
        assertThat(added.administrator()).isTrue();
        assertThat(people.link(email)).startsWith("/customer/public/password/");
        assertThat(people.send(customers, "/customer/company/people/" + added.id() + "/role")
                        .getStatus())
                .isEqualTo(404);
    }

    private MockHttpServletResponse add(String path, String email) throws Exception {
        return add(browser, path, email);
    }

    private MockHttpServletResponse add(MockHttpSession session, String path, String email) throws Exception {
        return people.send(
                session,
                path + "/add",
                "firstName",
                "Ana",
                "lastName",
                "Martin",
                "email",
                email,
                "language",
                "en",
                "administrator",
                "false");
    }

    private static OutsidePerson person(AccountCard card) {
        return new OutsidePerson(card.id(), card.side(), card.party(), card.userName(), card.administrator());
    }

    private static boolean done(Future<Boolean> act) {
        try {
            return act.get();
        } catch (ExecutionException | InterruptedException refused) {
            assertThat(refused).hasCauseInstanceOf(NotFoundException.class);
            return false;
        }
    }
}
