package io.relais.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.customer.Association;
import io.relais.customer.Customer;
import io.relais.customer.CustomerDetails;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.customer.SampleCustomers;
import io.relais.enrollment.ResellerProfile;
import io.relais.enrollment.ResellerProfiles;
import io.relais.invitation.RequestState;
import io.relais.mail.Outbox;
import io.relais.order.SampleOrders;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.security.SignedInOutside;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.validation.MapBindingResult;
import org.springframework.validation.ObjectError;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.HtmlUtils;

/** What a customer's administrator sees and decides at its side of the counter, and what nobody else gets to see there. */
@RelaisTest
class CustomerCounterTests {

    @Autowired
    private MockMvcTester pages;

    @Autowired
    private Customers customers;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Resellers resellers;

    @Autowired
    private RelationshipRequests requests;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Provider provider;

    @Autowired
    private ApplicationContext context;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private SampleSubscriptions subscriptions;
    private UUID reseller;
    private String resellerName;
    private UUID customer;
    private RequestPostProcessor administrator;

    @BeforeEach
    void aCustomerOfAReseller() {
        subscriptions = new SampleSubscriptions(context);
        resellerName = "Nuages " + SampleOrders.freshDomain();
        reseller = subscriptions.orders().activeReseller(resellerName);
        customer = subscriptions.customer(reseller);
        administrator = administratorOf(customer);
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    // ---- the overview

    @Test
    void showsTheCompanyItsSubscriptionsAndWhoMayActForIt() {
        String home = get("/customer");

        assertThat(home)
                .contains(card().getDetails().companyName(), card().getDetails().domain(), "Claire Dubois")
                .contains("Active: 1 of 1.", "In the next 30 days", "Nothing ends or renews.")
                .contains(provider.name(), resellerName, "Accepted by Claire Dubois on 2025-06-01")
                .containsPattern("Delegated administration</dt>\\s*<dd>Granted");
    }

    @Test
    void tellsWhatEndsSoon() {
        Subscription monthly = subscriptions.start(customer, SampleOrders.PREMIUM, "P1M", "monthly", 3, null);
        ClockUtil.setCurrentTime(Date.from(monthly.getTermEndsAt().minus(Duration.ofDays(5))));

        assertThat(get("/customer"))
                .contains("/customer/subscriptions/" + monthly.getId())
                .contains("renews for another term");
    }

    @Test
    void tellsInPlainWordsWhatWasDoneByWhichPartyAndNamesNobodyOfTheStaff() {
        UUID subscription = ownSubscription();
        SampleOrders.as("sofia", () -> {
            Subscription now = subscriptions.now(subscription);
            subscriptions.changes().setAutoRenew(subscription, now.getVersion(), false, errors());
            customers.tag(customer, "Slow payer", errors());
            return null;
        });
        withdraw("Spring cleaning");

        String home = get("/customer");

        assertThat(home)
                .contains(
                        "Your company became a customer.",
                        resellerName + " became your reseller.",
                        "ordered.",
                        "auto-renew was turned off.",
                        "Delegated administration was withdrawn.",
                        "By: " + provider.name(),
                        "By: you")
                .doesNotContainPattern("\\b(sam|sofia)\\b")
                .doesNotContain("Slow payer");
    }

    @Test
    void tellsOfOthersNothing() {
        UUID other = subscriptions.customer(null);
        String name = customers.find(other).orElseThrow().getDetails().companyName();

        for (String page : List.of("/customer", "/customer/subscriptions", "/customer/partners")) {
            assertThat(get(page)).doesNotContain(name).doesNotContain(other.toString());
        }
    }

    // ---- subscriptions

    @Test
    void showsASubscriptionWithoutPriceAndWithoutTheProvidersNickname() {
        UUID id = ownSubscription();
        SampleOrders.as("sam", () -> {
            subscriptions.changes().rename(id, subscriptions.now(id).getVersion(), "Cash cow", errors());
            return null;
        });
        Subscription subscription = subscriptions.now(id);
        assertThat(subscription.getNickname()).isEqualTo("Cash cow");

        assertThat(get("/customer/subscriptions"))
                .contains(subscription.getTitle(), "Active", provider.name())
                .doesNotContain("Cash cow");
        assertThat(get("/customer/subscriptions/" + id))
                .contains(subscription.getTitle(), "Its users have access", "On: a new term begins by itself")
                .contains(provider.name(), "mailto:" + provider.email(), provider.website())
                .contains("/customer/support-requests/new?subscription=" + id)
                .doesNotContain("Cash cow", "€", "EUR");
    }

    @Test
    void namesTheDesignatedSupportContactAndHowToReachIt() {
        UUID id = ownSubscription();
        SampleOrders.as("hal", () -> {
            subscriptions.changes().nameSupportContact(id, subscriptions.now(id).getVersion(), reseller, errors());
            return null;
        });

        assertThat(get("/customer/subscriptions/" + id))
                .contains(resellerName)
                .contains("mailto:" + resellers.find(reseller).orElseThrow().email())
                .doesNotContain("mailto:" + provider.email());
        assertThat(get("/customer/partners")).contains("Answers your support requests on one subscription.");
    }

    @Test
    void namesTheSupportContactOfAResellerThatHasToldOne() {
        UUID enrolled = new SampleCustomers(context).reseller(0);
        ResellerProfile told = context.getBean(ResellerProfiles.class)
                .find(enrolled)
                .orElseThrow()
                .profile();
        UUID its = subscriptions.customer(enrolled);
        Subscription subscription =
                subscriptions.subscriptions().ofCustomer(its).get(0);
        SampleOrders.as("hal", () -> {
            subscriptions
                    .changes()
                    .nameSupportContact(subscription.getId(), subscription.getVersion(), enrolled, errors());
            return null;
        });

        assertThat(body(pages.get()
                        .uri("/customer/subscriptions/" + subscription.getId())
                        .with(administratorOf(its))
                        .exchange()))
                .contains("mailto:" + told.supportEmail(), told.supportPhone(), "tel:+");
    }

    @Test
    void hidesWhatIsDeletedUntilAsked() {
        UUID id = ownSubscription();
        SampleOrders.as("sam", () -> {
            subscriptions.changes().cancel(id, subscriptions.now(id).getVersion(), true, errors());
            return null;
        });

        assertThat(get("/customer/subscriptions")).contains("You have no subscription here.", "Show 1 deleted, too");
        assertThat(get("/customer/subscriptions?deleted=true")).contains("/customer/subscriptions/" + id, "Deleted");
        assertThat(get("/customer")).contains("You have no subscription here.");
    }

    @Test
    void doesNotKnowASubscriptionOfAnotherCustomer() {
        UUID foreign = subscriptions.premium(5).getId();

        for (String id : List.of(foreign.toString(), UUID.randomUUID().toString(), "mine")) {
            assertThat(pages.get().uri("/customer/subscriptions/" + id).with(administrator))
                    .as(id)
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
    }

    // ---- partners and delegated administration

    @Test
    void saysWhatEachPartnerMayDo() {
        subscriptions.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 3, reseller);

        assertThat(get("/customer/partners"))
                .contains(provider.name(), "Places orders for you", "Answers your support requests on 2 subscriptions.")
                .contains(resellerName, "Manages your account and changes your subscriptions", "Is on record for")
                .contains("Withdraw it…");
    }

    @Test
    void withdrawsTheDelegatedAdministrationOnlyOnceItIsUnderstood() {
        MvcTestResult refused = pages.post()
                .uri("/customer/partners/delegated-administration/withdraw")
                .param("reason", "We do it ourselves")
                .with(administrator)
                .with(csrf())
                .exchange();
        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused))
                .contains("Tick this box to go on.", "We do it ourselves", resellerName + " still sees");
        assertThat(card().isDelegatedAdministration()).isTrue();
        assertThat(post("withdraw", "x".repeat(501))).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);

        assertThat(withdraw("We do it ourselves")).hasStatus3xxRedirection().hasRedirectedUrl("/customer/partners");

        String userName = account().userName();
        Customer now = card();
        assertThat(now.isDelegatedAdministration()).isFalse();
        assertThat(now.getDelegatedBy()).isEqualTo(userName);
        AuditEntry line = audit.of("customer", customer, 1).get(0);
        assertThat(line.getAction()).isEqualTo("withdraw_delegated_administration");
        assertThat(line.getActor()).isEqualTo(userName);
        assertThat(line.getNewValue()).isEqualTo("We do it ourselves");
        assertThat(get("/customer/partners"))
                .contains("Not granted", "may only look at it", "Has no administrator’s access", "Grant it…")
                .doesNotContain("Withdraw it…");
        assertThat(customers
                        .list(new CustomerFilter(now.getDetails().domainPrefix(), null, null), null, null, 1)
                        .rows()
                        .get(0)
                        .delegatedAdministration())
                .isFalse();
    }

    @Test
    void tellsStaffAndResellersEachInItsLanguage() {
        withdraw("On fait nous-mêmes");

        String domain = card().getDetails().domain();
        Map<String, String> told = mailAbout(domain);
        assertThat(told.keySet())
                .contains(
                        resellers.find(reseller).orElseThrow().email(),
                        "hal@demo.relais.example",
                        "sam@demo.relais.example");
        assertThat(told.get("hal@demo.relais.example"))
                .contains("has withdrawn the delegated administration", "On fait nous-mêmes", "/customers/" + customer);
        assertThat(told.get(resellers.find(reseller).orElseThrow().email()))
                .contains(
                        "a retiré l’administration déléguée", "On fait nous-mêmes", "/reseller/customers/" + customer);
    }

    @Test
    void changesNothingTwiceAndGrantsItAgain() {
        withdraw(null);
        int told = mails();
        assertThat(post("withdraw", null)).hasStatus3xxRedirection();
        assertThat(mails()).isEqualTo(told);

        assertThat(grant()).hasStatus3xxRedirection();
        assertThat(card().isDelegatedAdministration()).isTrue();
        assertThat(audit.of("customer", customer, 1).get(0).getAction()).isEqualTo("grant_delegated_administration");
        assertThat(mails()).isGreaterThan(told);
        assertThat(get("/customer/partners")).contains("Withdraw it…");
    }

    @Test
    void keepsStaffFromTheAdministratorsPasswordWithoutDelegatedAdministration() {
        withdraw(null);

        String page = body(pages.get()
                .uri("/customers/" + customer)
                .with(authentication(SampleOrders.authentication("ada")))
                .exchange());
        assertThat(page)
                .contains("Not granted", "by " + account().userName(), "resets it by e-mail")
                .doesNotContain("/customers/" + customer + "/password");
        assertThat(pages.post()
                        .uri("/customers/" + customer + "/password")
                        .with(authentication(SampleOrders.authentication("ada")))
                        .with(csrf()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThatThrownBy(() -> customers.resetAdminPassword(customer, UUID.randomUUID()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void letsResellersChangeNothingWithoutDelegatedAdministration() {
        UUID id = ownSubscription();
        withdraw(null);
        MapBindingResult refused = errors();
        asReseller(() ->
                subscriptions.changes().setAutoRenew(id, subscriptions.now(id).getVersion(), false, refused));
        assertThat(refused.getAllErrors())
                .extracting(ObjectError::getCode)
                .containsExactly("subscription.refused.delegation");
        assertThat(subscriptions.now(id).isAutoRenew()).isTrue();

        SampleOrders.as("sam", () -> {
            subscriptions.changes().setAutoRenew(id, subscriptions.now(id).getVersion(), false, errors());
            return null;
        });
        assertThat(subscriptions.now(id).isAutoRenew())
                .as("what the provider may do")
                .isFalse();

        grant();
        asReseller(() ->
                subscriptions.changes().setAutoRenew(id, subscriptions.now(id).getVersion(), true, errors()));
        assertThat(subscriptions.now(id).isAutoRenew()).isTrue();
        assertThat(get("/customer")).contains("auto-renew was turned on.", "By: " + resellerName);
    }

    // ---- requests

    @Test
    void leadsToTheRequestThatWasMadeForTheCustomerAndAcceptsIt() {
        UUID asking = another();
        String second = resellers.find(asking).orElseThrow().company();
        UUID request = ask(customer, "claire.dubois@" + SampleOrders.freshDomain() + ".example", asking);

        assertThat(get("/customer")).contains("You are asked for a relationship", second, "Read and answer");
        assertThat(get("/customer/partners")).contains(second, "/customer/partners/requests/" + request);
        String page = answerPage(request);
        assertThat(get(page)).contains(second, "Accept");

        MvcTestResult accepted = pages.post()
                .uri(page + "/accept")
                .param("details.firstName", "Claire")
                .param("details.lastName", "Dubois")
                .param("details.email", "claire.dubois@contoso.example")
                .param("accept", "true")
                .with(administrator)
                .with(csrf())
                .exchange();

        assertThat(accepted).hasStatus3xxRedirection();
        assertThat(requests.find(request).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
        assertThat(customers.associations(customer))
                .filteredOn(Association::current)
                .filteredOn(one -> one.reseller().equals(asking))
                .singleElement()
                .satisfies(one -> assertThat(one.sinceBy()).isEqualTo(account().userName()));
        assertThat(get("/customer"))
                .contains(second + " became your reseller.")
                .doesNotContain("You are asked for a relationship");
        notFound("/customer/partners/requests/" + request, administrator);
    }

    @Test
    void refusesARequestWithoutTheMailsLink() {
        UUID request = ask(customer, "claire.dubois@" + SampleOrders.freshDomain() + ".example", another());

        assertThat(pages.post()
                        .uri(answerPage(request) + "/decline")
                        .with(administrator)
                        .with(csrf()))
                .hasStatus3xxRedirection();

        assertThat(requests.find(request).orElseThrow().state()).isEqualTo(RequestState.DECLINED);
        assertThat(get("/customer/partners")).doesNotContain("You are asked for a relationship");
    }

    @Test
    void showsARequestForAnotherCompanyToNobodyButWhoseAddressItGoesTo() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        UUID withContact = withContact(email);
        OutsidePerson contact = colleague(withContact, email, email);
        OutsidePerson colleague = colleague(withContact, "max" + email, email);
        UUID request = ask(null, email.toUpperCase(Locale.ROOT), null);

        assertThat(requests.asking(contact)).extracting(one -> one.id()).containsExactly(request);
        assertThat(requests.asking(colleague))
                .as("who only says that it is its address")
                .isEmpty();
        assertThat(requests.answerPage(contact, request)).isPresent();
        notFound("/customer/partners/requests/" + request, SignedInOutside.as(colleague));
        notFound("/customer/partners/requests/" + request, administrator);
    }

    @Test
    void forgetsARequestWhoseTimeIsOver() {
        UUID request = ask(customer, "claire.dubois@" + SampleOrders.freshDomain() + ".example", another());
        assertThat(get("/customer/partners")).contains("You are asked for a relationship");

        ClockUtil.setCurrentTime(Date.from(requests.find(request).orElseThrow().expiresAt()));

        assertThat(get("/customer/partners")).doesNotContain("You are asked for a relationship");
        notFound("/customer/partners/requests/" + request, administrator);
    }

    // ---- the account of a customer that came with administrators of its own

    @Test
    void opensAnAccountForTheAdministratorWhoAccepted() {
        String domain = SampleOrders.freshDomain();
        UUID request = ask(null, "zoe@" + domain + ".example", null);
        String page = links.get(request);

        MvcTestResult accepted = pages.post()
                .uri(page + "/accept")
                .param("details.companyName", "Filiale " + domain)
                .param("details.domainPrefix", domain)
                .param("details.country", "FR")
                .param("details.addressLine1", "1 rue Neuve")
                .param("details.postalCode", "44000")
                .param("details.city", "Nantes")
                .param("details.language", "fr")
                .param("details.culture", "fr-FR")
                .param("details.firstName", "Zoé")
                .param("details.lastName", "Lumière")
                .param("details.email", "zoe.lumiere@" + domain + ".example")
                .param("accept", "true")
                .with(anonymous())
                .with(csrf())
                .exchange();

        assertThat(accepted).hasStatus3xxRedirection();
        assertThat(body(pages.get().uri(page).with(anonymous()).exchange()))
                .contains("you have just been sent a link", "/customer");
        UUID opened = requests.find(request).orElseThrow().party();
        assertThat(accounts.of(Side.CUSTOMER, opened)).singleElement().satisfies(account -> {
            assertThat(account.userName()).isEqualTo("zoe.lumiere@" + domain + ".example");
            assertThat(account.passwordSetAt()).isNull();
            assertThat(account.holder().language()).isEqualTo("en");
        });
        assertThat(mailTo("zoe.lumiere@" + domain + ".example"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("/customer/public/");
    }

    @Test
    void givesTheAccountOfAKnownCustomerToWhomWasAskedOnly() {
        String domain = SampleOrders.freshDomain();
        UUID known = new SampleCustomers(context).existing("Known " + domain, null);
        UUID request = ask(known, "boss@" + domain + ".example", another());

        pages.post()
                .uri(links.get(request) + "/accept")
                .param("details.firstName", "Somebody")
                .param("details.lastName", "Else")
                .param("details.email", "somebody@" + domain + "x.example")
                .param("accept", "true")
                .with(anonymous())
                .with(csrf())
                .exchange();

        assertThat(requests.find(request).orElseThrow().state()).isEqualTo(RequestState.ACTIVE);
        assertThat(accounts.of(Side.CUSTOMER, known)).singleElement().satisfies(account -> {
            assertThat(account.userName()).isEqualTo("boss@" + domain + ".example");
            assertThat(account.holder().email()).isEqualTo("boss@" + domain + ".example");
        });
        assertThat(mailTo("somebody@" + domain + "x.example")).isEmpty();
    }

    @Test
    void letsStaffInviteTheContactOfACustomerWithoutAccountAndSendTheLinkAgain() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        UUID without = withContact(email);
        RequestPostProcessor ada = authentication(SampleOrders.authentication("ada"));
        assertThat(body(pages.get().uri("/customers/" + without).with(ada).exchange()))
                .contains("Open an account for the contact", email);
        assertThat(pages.post()
                        .uri("/customers/" + without + "/account")
                        .with(authentication(SampleOrders.authentication("sam")))
                        .with(csrf()))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(accounts.of(Side.CUSTOMER, without)).isEmpty();

        for (int time = 1; time <= 2; time++) {
            assertThat(pages.post()
                            .uri("/customers/" + without + "/account")
                            .with(ada)
                            .with(csrf()))
                    .hasRedirectedUrl("/customers/" + without);
            assertThat(accounts.of(Side.CUSTOMER, without)).hasSize(1);
            assertThat(mailTo(email)).hasSize(time);
        }
        assertThat(body(pages.get().uri("/customers/" + without).with(ada).exchange()))
                .contains("Send the link again", "no password chosen yet")
                .doesNotContain("/customers/" + without + "/password");
    }

    @Test
    void invitesNobodyInPlaceOfAnAdministratorWhoHasAPassword() {
        assertThat(customers.inviteContact(customer)).isFalse();
        assertThat(accounts.of(Side.CUSTOMER, customer)).hasSize(1);
    }

    @Test
    void takesAnotherUserNameWhereTheAddressIsSomebodyElses() {
        String email = "zoe@" + SampleOrders.freshDomain() + ".example";
        UUID first = withContact(email);
        UUID second = withContact(email);

        SampleOrders.as("ada", () -> customers.inviteContact(first) && customers.inviteContact(second));

        assertThat(accounts.of(Side.CUSTOMER, first).get(0).userName()).isEqualTo(email);
        assertThat(accounts.of(Side.CUSTOMER, second).get(0).userName())
                .isEqualTo("admin@"
                        + customers.find(second).orElseThrow().getDetails().domain());
    }

    @Test
    void letsTheDemosAdministratorsSignIn() {
        assertThat(pages.post()
                        .uri("/customer/login")
                        .param("username", "admin@kerval.onmicrosoft.com")
                        .param("password", "Relais-Demo-2026")
                        .with(csrf()))
                .hasRedirectedUrl("/customer");
    }

    // ---- former customers

    @Test
    void tellsAFormerCustomerThatTheRelationshipEndedAndNothingElse() throws Exception {
        UUID former = new SampleCustomers(context).open("Former " + SampleOrders.freshDomain(), null);
        SampleOrders.as("sam");
        customers.removeRelationship(former, "Moved on");
        SampleOrders.asNobody();
        RequestPostProcessor person = administratorOf(former);

        assertThat(body(pages.get().uri("/customer").with(person).exchange()))
                .contains("The relationship has ended", provider.name() + " is no longer your provider since")
                .doesNotContain("Moved on", "What was done last");
        for (String page : List.of(
                "/customer/subscriptions",
                "/customer/subscriptions/" + UUID.randomUUID(),
                "/customer/partners",
                "/customer/partners/delegated-administration")) {
            assertThat(pages.get().uri(page).with(person)).as(page).hasRedirectedUrl("/customer");
        }
        for (String act : List.of("grant", "withdraw")) {
            assertThat(pages.post()
                            .uri("/customer/partners/delegated-administration/" + act)
                            .param("understood", "true")
                            .with(person)
                            .with(csrf()))
                    .hasRedirectedUrl("/customer");
        }
        assertThat(customers.delegateAdministration(former, true, null))
                .as("removed while the customer decided")
                .isFalse();
        assertThat(customers.find(former).orElseThrow().isDelegatedAdministration())
                .isFalse();
    }

    // ---- nobody else

    @Test
    void doesNotExistForAnybodyButCustomers() {
        Map<String, RequestPostProcessor> others = new HashMap<>();
        List.of("ada", "sam", "hal", "paula", "oscar", "admin")
                .forEach(name -> others.put(name, authentication(SampleOrders.authentication(name))));
        others.put("a reseller", SignedInOutside.reseller(reseller));
        others.put("an agent of a reseller", SignedInOutside.agentOf(reseller));

        assertThat(customersRoutes().keySet())
                .contains(
                        "/customer",
                        "/customer/subscriptions",
                        "/customer/subscriptions/{id}",
                        "/customer/partners",
                        "/customer/partners/requests/{id}",
                        "/customer/partners/delegated-administration",
                        "/customer/partners/delegated-administration/withdraw",
                        "/customer/partners/delegated-administration/grant");
        customersRoutes().forEach((route, method) -> {
            String path = route.replaceAll("\\{[^}]+}", customer.toString());
            others.forEach((who, person) -> assertThat(
                            pages.method(method).uri(path).with(person).with(csrf()))
                    .as(who + " " + method + " " + path)
                    .hasStatus(HttpStatus.NOT_FOUND));
            assertThat(pages.method(method).uri(path).with(csrf()))
                    .as("nobody " + method + " " + path)
                    .hasRedirectedUrl("/customer/login");
        });
    }

    @Test
    void leadsCustomersToNoPageOfStaffOrResellers() {
        for (String page : List.of(
                "/",
                "/customers",
                "/customers/" + customer,
                "/subscriptions/" + ownSubscription(),
                "/orders",
                "/tasks",
                "/resellers",
                "/relationship-requests",
                "/catalog",
                "/reseller")) {
            assertThat(pages.get()
                            .uri(page)
                            .with(administrator)
                            .exchange()
                            .getResponse()
                            .getStatus())
                    .as(page)
                    .isIn(302, 403, 404);
        }
    }

    @Test
    void letsOnlyAdministratorsDecideForTheirCompany() {
        AccountCard account = account();
        RequestPostProcessor colleague =
                SignedInOutside.as(new OutsidePerson(account.id(), Side.CUSTOMER, customer, account.userName(), false));

        assertThat(body(pages.get().uri("/customer/partners").with(colleague).exchange()))
                .doesNotContain("Withdraw it…");
        notFound("/customer/partners/delegated-administration", colleague);
        assertThat(pages.post()
                        .uri("/customer/partners/delegated-administration/withdraw")
                        .param("understood", "true")
                        .with(colleague)
                        .with(csrf()))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(card().isDelegatedAdministration()).isTrue();
    }

    private Map<String, HttpMethod> customersRoutes() {
        Map<String, HttpMethod> found = new HashMap<>();
        routes.getHandlerMethods().forEach((route, method) -> route.getPatternValues().stream()
                .filter(path -> path.matches("/customer(/.*)?"))
                .filter(path -> method.getBeanType().getPackageName().startsWith("io.relais.counter"))
                .forEach(path -> found.put(
                        path,
                        route.getMethodsCondition().getMethods().stream()
                                .map(verb -> verb.asHttpMethod())
                                .findFirst()
                                .orElse(HttpMethod.GET))));
        return found;
    }

    // ---- small things

    private RequestPostProcessor administratorOf(UUID party) {
        AccountCard account = accounts.of(Side.CUSTOMER, party).get(0);
        return SignedInOutside.as(new OutsidePerson(account.id(), Side.CUSTOMER, party, account.userName(), true));
    }

    private OutsidePerson colleague(UUID party, String userName, String email) {
        UUID account = accounts.open(
                Side.CUSTOMER, party, userName, new Holder("Max", "Lumière", email, "en"), true, "system");
        return new OutsidePerson(account, Side.CUSTOMER, party, userName, true);
    }

    private AccountCard account() {
        return accounts.of(Side.CUSTOMER, customer).get(0);
    }

    private Customer card() {
        return customers.find(customer).orElseThrow();
    }

    private UUID ownSubscription() {
        return subscriptions.subscriptions().ofCustomer(customer).get(0).getId();
    }

    private String get(String path) {
        MvcTestResult result = pages.get().uri(path).with(administrator).exchange();
        assertThat(result).as(path).hasStatusOk();
        return body(result);
    }

    private void notFound(String path, RequestPostProcessor person) {
        assertThat(pages.get().uri(path).with(person)).as(path).hasStatus(HttpStatus.NOT_FOUND);
    }

    private String answerPage(UUID request) {
        String page = pages.get()
                .uri("/customer/partners/requests/" + request)
                .with(administrator)
                .exchange()
                .getResponse()
                .getRedirectedUrl();
        assertThat(page).startsWith("/relationship/");
        return page;
    }

    private MvcTestResult withdraw(String reason) {
        return post("withdraw", reason);
    }

    private MvcTestResult grant() {
        return post("grant", null);
    }

    private void asReseller(Runnable change) {
        UUID account = accounts.open(
                Side.RESELLER,
                reseller,
                SampleOrders.freshDomain() + "@nuages.example",
                new Holder("Remi", "Revel", "remi@nuages.example", "fr"),
                true,
                "system");
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        new OutsidePerson(
                                account,
                                Side.RESELLER,
                                reseller,
                                accounts.find(account).orElseThrow().userName(),
                                true),
                        null,
                        List.of()));
        try {
            change.run();
        } finally {
            SampleOrders.asNobody();
        }
    }

    private MvcTestResult post(String act, String reason) {
        return pages.post()
                .uri("/customer/partners/delegated-administration/" + act)
                .param("understood", "true")
                .param("reason", reason == null ? "" : reason)
                .with(administrator)
                .with(csrf())
                .exchange();
    }

    private UUID another() {
        return subscriptions.orders().activeReseller("Second " + SampleOrders.freshDomain());
    }

    /** The personal links of the requests that were sent. */
    private final Map<UUID, String> links = new HashMap<>();

    private UUID ask(UUID forCustomer, String email, UUID together) {
        return SampleOrders.as("sam", () -> {
            UUID request = requests.start(forCustomer);
            String company = forCustomer == null
                    ? "Filiale " + SampleOrders.freshDomain()
                    : customers.find(forCustomer).orElseThrow().getDetails().companyName();
            requests.describe(
                    request, new Invitee(company, email, "Claire Dubois", "FR", "en", together, together == null, 30));
            links.put(
                    request,
                    requests.message(request).body().replaceAll("(?s).*(/relationship/[A-Za-z0-9_-]+).*", "$1"));
            requests.done(request);
            return request;
        });
    }

    /** A customer that existed before, with this contact. */
    private UUID withContact(String email) {
        CustomerDetails details = SampleOrders.details("Holding", SampleOrders.freshDomain());
        Map<String, String> values = new HashMap<>(details.changeable());
        values.put("email", email);
        return customers.openExisting(
                details.changed(values), List.of(), SampleCustomers.AGREEMENT, null, false, email);
    }

    private List<String> mailTo(String address) {
        return outbox.waiting(null, null, null, 200).rows().stream()
                .filter(mail -> mail.recipient().equals(address))
                .map(mail -> read(mail.id()))
                .toList();
    }

    private int mails() {
        return mailAbout(card().getDetails().domain()).values().stream()
                .mapToInt(text -> text.split("\f").length)
                .sum();
    }

    /** What was written about this customer, by recipient. */
    private Map<String, String> mailAbout(String domain) {
        Map<String, String> told = new HashMap<>();
        outbox.waiting(null, null, null, 200).rows().stream()
                .filter(mail -> mail.subject().contains(domain))
                .forEach(mail -> told.merge(mail.recipient(), read(mail.id()), (one, two) -> one + "\f" + two));
        return told;
    }

    /** What nobody is just trying to deliver. */
    private String read(UUID mail) {
        return Awaitility.await().ignoreExceptions().until(() -> outbox.read(mail), text -> true);
    }

    private static MapBindingResult errors() {
        return new MapBindingResult(new HashMap<>(), "form");
    }

    private static String body(MvcTestResult result) {
        try {
            return HtmlUtils.htmlUnescape(result.getResponse().getContentAsString());
        } catch (java.io.UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
