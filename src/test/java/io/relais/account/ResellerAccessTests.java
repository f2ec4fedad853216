package io.relais.account;

import static io.relais.account.SampleAccounts.PASSWORD;
import static io.relais.account.SampleAccounts.code;
import static io.relais.account.SampleAccounts.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.relais.RelaisTest;
import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.security.Side;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.validation.MapBindingResult;

/** Staff help a reseller whose administrators cannot sign in any more. */
@RelaisTest
class ResellerAccessTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Accounts accounts;

    @Autowired
    private SecondFactors factors;

    private SampleAccounts people;
    private ResellerCard reseller;
    private AccountCard administrator;
    private String page;

    @BeforeEach
    void reseller() {
        people = new SampleAccounts(context);
        reseller = context.getBean(Resellers.class)
                .find(new SampleCustomers(context).reseller(0))
                .orElseThrow();
        administrator = people.person(Side.RESELLER, reseller.id(), true);
        page = "/resellers/" + reseller.id();
    }

    @Test
    void letInAnAdministratorWhoHasLostAppAndRecoveryCodes() throws Exception {
        factors.offer(administrator.id());
        factors.confirm(
                administrator.id(),
                AccountSessions.NONE,
                PASSWORD,
                code(factors.offered(administrator.id()).orElseThrow(), now()),
                new MapBindingResult(new HashMap<>(), "form"));
        MockHttpSession waiting = new MockHttpSession();
        assertThat(people.signIn(Side.RESELLER, administrator.userName(), PASSWORD, waiting))
                .isEqualTo("/reseller/second-factor");
        assertThat(as("ada", get(page)).getContentAsString())
                .contains(administrator.userName(), path(administrator), "Do this only if you are sure who asks you");

        assertThat(as("ada", post(path(administrator))).getRedirectedUrl()).isEqualTo(page + "#people");

        assertThat(people.look(waiting, "/reseller/second-factor").getRedirectedUrl())
                .isEqualTo("/reseller/login?ended");
        assertThat(people.signIn(Side.RESELLER, administrator.userName(), PASSWORD, new MockHttpSession()))
                .as("who asks has to have the mailbox")
                .isEqualTo("/reseller/login?wrong");
        String link = people.link(administrator.holder().email());
        people.send(new MockHttpSession(), link, "password", "eleven blue chairs", "repeated", "eleven blue chairs");
        SampleAccounts.later(java.time.Duration.ofSeconds(2));
        assertThat(people.signIn(Side.RESELLER, administrator.userName(), "eleven blue chairs", new MockHttpSession()))
                .isEqualTo("/reseller");
        assertThat(factors.recoveryCodesLeft(administrator.id())).isZero();
        assertThat(people.texts(reseller.email())).anyMatch(text -> text.contains(administrator.userName()));
        assertThat(people.audited(administrator.id())).contains("reset_access");
        assertThat(as("sam", get(page)).getContentAsString())
                .contains("Access of an administrator reset")
                .doesNotContain(path(administrator), "People who sign in");
    }

    @Test
    void inviteAnotherAdministratorWhereTheMailboxIsGone() throws Exception {
        String email = UUID.randomUUID() + "@company.example";
        assertThat(as("ada", get(page + "/people/invite")).getContentAsString()).contains(reseller.email());
        assertThat(invite("zoe@gmail.com").getContentAsString()).contains("webmail");
        assertThat(invite("no address").getStatus()).isEqualTo(422);
        assertThat(invite(people.reseller().userName()).getContentAsString())
                .contains("This address cannot be used here");

        assertThat(invite(email).getRedirectedUrl()).isEqualTo(page + "#people");

        assertThat(accounts.named(email)).hasValueSatisfying(invited -> assertThat(
                        invited.administrator() && invited.party().equals(reseller.id()))
                .isTrue());
        people.send(
                new MockHttpSession(),
                people.link(email),
                "password",
                "eleven blue chairs",
                "repeated",
                "eleven blue chairs");
        assertThat(people.signIn(Side.RESELLER, email, "eleven blue chairs", new MockHttpSession()))
                .isEqualTo("/reseller");
        assertThat(people.texts(reseller.email())).anyMatch(text -> text.contains(email));
        assertThat(as("ada", get(page)).getContentAsString()).contains("Administrator invited by staff");
    }

    @Test
    void openNothingForAgentsForOtherResellersOrBeforeAnEnrollment() throws Exception {
        AccountCard agent = people.person(Side.RESELLER, reseller.id(), false);
        AccountCard elsewhere = people.reseller();
        AccountCard customer = people.person(Side.CUSTOMER, reseller.id(), true);
        AccountCard disabled = people.person(Side.RESELLER, reseller.id(), true);
        people.disable(disabled);

        for (AccountCard other : new AccountCard[] {agent, elsewhere, customer, disabled}) {
            assertThat(as("ada", post(path(other))).getStatus()).isEqualTo(404);
            assertThat(people.audited(other.id())).doesNotContain("reset_access");
        }
        UUID invited = context.getBean(Resellers.class)
                .list(new io.relais.partnership.ResellerFilter("lagune", null, null), null, null, 1)
                .rows()
                .get(0)
                .id();
        assertThat(as("ada", get("/resellers/" + invited + "/people/invite")).getStatus())
                .isEqualTo(404);
        assertThat(as(
                                "ada",
                                post("/resellers/" + invited + "/people/invite")
                                        .param("firstName", "Ana")
                                        .param("lastName", "Martin")
                                        .param("email", "ana@lagune.example"))
                        .getStatus())
                .isEqualTo(404);
    }

    @Test
    void areHelpedByWhoeverMayResetPasswordsOnly() throws Exception {
        for (String staff : new String[] {"sam", "hal", "oscar"}) {
            assertThat(as(staff, post(path(administrator))).getStatus()).isEqualTo(403);
            assertThat(as(staff, get(page + "/people/invite")).getStatus()).isEqualTo(403);
        }
        assertThat(people.signIn(Side.RESELLER, administrator.userName(), PASSWORD, new MockHttpSession()))
                .isEqualTo("/reseller");
    }

    private MockHttpServletResponse invite(String email) throws Exception {
        return as(
                "ada",
                post(page + "/people/invite")
                        .param("firstName", " Ana ")
                        .param("lastName", "Martin")
                        .param("email", email));
    }

    private String path(AccountCard account) {
        return page + "/people/" + account.id() + "/reset-access";
    }

    private MockHttpServletResponse as(String staff, MockHttpServletRequestBuilder request) throws Exception {
        return people.ask(request.with(csrf()).with(authentication(SampleOrders.authentication(staff))));
    }
}
