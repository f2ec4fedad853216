package io.relais.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.account.SampleAccounts;
import io.relais.customer.Customers;
import io.relais.customer.SampleCustomers;
import io.relais.enrollment.ResellerProfiles;
import io.relais.invitation.RequestState;
import io.relais.mail.Outbox;
import io.relais.order.OrderLine;
import io.relais.order.OrderSeen;
import io.relais.order.OrderSelection;
import io.relais.order.OrderState;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import io.relais.order.ProposedOrders;
import io.relais.order.SampleOrders;
import io.relais.partnership.ComplianceChange;
import io.relais.partnership.ComplianceFlag;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.Removal;
import io.relais.partnership.Resellers;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.security.SignedInOutside;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import io.relais.tasks.Tasks;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.validation.BindingResult;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The reseller's side of the counter: its own and nothing else, what it may change, and what it proposes. */
@RelaisTest
class ResellerCounterTests {

    @Autowired
    private MockMvcTester pages;

    @Autowired
    private Customers customers;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Resellers resellers;

    @Autowired
    private ProposedOrders proposals;

    @Autowired
    private PartnershipRequests partnerships;

    @Autowired
    private RelationshipRequests relationships;

    @Autowired
    private Outbox outbox;

    @Autowired
    private JdbcClient database;

    @Autowired
    private ApplicationContext context;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private SampleSubscriptions subscriptions;
    private String name;
    private UUID reseller;
    private UUID customer;
    private RequestPostProcessor administrator;
    private String userName;

    @BeforeEach
    void aResellerWithACustomer() {
        subscriptions = new SampleSubscriptions(context);
        name = "Nuages " + SampleOrders.freshDomain();
        reseller = subscriptions.orders().activeReseller(name);
        customer = subscriptions.customer(reseller);
        userName = SampleOrders.freshDomain() + "@reseller.example";
        administrator = person(reseller, userName, true);
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    // ---- what it sees

    @Test
    void showsItsCustomersAndNobodyElses() {
        UUID otherReseller = subscriptions.orders().activeReseller("Autre " + name);
        UUID other = subscriptions.customer(otherReseller);

        assertThat(get("/reseller")).contains(name, "You manage one customer.");
        assertThat(get("/reseller/customers")).contains(company(customer)).doesNotContain(company(other));
        assertThat(get("/reseller/customers?text=" + domain(other))).contains("No customer matches");
        assertThat(get("/reseller/customers?text=" + other)).doesNotContain(company(other));
        assertThat(get("/reseller/customers.csv"))
                .contains(company(customer))
                .doesNotContain(company(other), domain(other));
        assertThat(get("/reseller/customers/" + customer))
                .contains(domain(customer), "Claire Dubois", "Business Basic", "Propose an order")
                .doesNotContain("/customers/" + customer + "/edit", ">sam<");
    }

    @Test
    void namesNoOtherResellerOnASubscription() {
        String rival = "Rival " + SampleOrders.freshDomain();
        UUID rivals = subscriptions.orders().activeReseller(rival);
        Subscription shared = subscriptions.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 3, rivals);

        for (String page : List.of("/reseller/customers/" + customer, "/reseller/subscriptions/" + shared.getId())) {
            assertThat(get(page)).as(page).contains("Another reseller").doesNotContain(rival);
        }
    }

    /** Every route that names a thing, asked about the things of another reseller, and of nobody. */
    @Test
    void knowsNothingOfAnotherResellersThings() {
        UUID rivals = subscriptions.orders().activeReseller("Rival " + name);
        UUID theirs = subscriptions.customer(rivals);
        UUID theirProposal = proposed(rivals, theirs);
        UUID theirRequest = partnerships.of(rivals).get(0).id();
        SignedInOutside.work(rivals);
        UUID theirAsking = relationships.startBy(rivals);
        SampleOrders.asNobody();
        Map<String, UUID> things = Map.of(
                "customers", theirs,
                "subscriptions",
                        subscriptions.subscriptions().ofCustomer(theirs).get(0).getId(),
                "orders", theirProposal,
                "requests", theirRequest,
                "customer-requests", theirAsking);
        String before = state(theirs, theirProposal, theirAsking);

        Set<String> asked = new TreeSet<>();
        routes.getHandlerMethods().forEach((route, method) -> {
            if (!method.getBeanType().getSimpleName().startsWith("Reseller")
                    || !method.getBeanType().getPackageName().equals("io.relais.counter.web")) {
                return;
            }
            for (String pattern : route.getPatternValues()) {
                if (!pattern.contains("{id}")) {
                    continue;
                }
                String kind = pattern.split("/\\{id}")[0].replaceFirst(".*/", "");
                for (UUID thing : List.of(things.get(kind), UUID.randomUUID())) {
                    String path =
                            pattern.replace("{id}", thing.toString()).replaceAll("\\{change:([^|}]*)[^}]*}", "$1");
                    for (RequestMethod verb : route.getMethodsCondition().getMethods()) {
                        MvcTestResult answer = pages.method(HttpMethod.valueOf(verb.name()))
                                .uri(path)
                                .param("action", "keep")
                                .param("confirmed", "true")
                                .param("authorize", "true")
                                .with(administrator)
                                .with(csrf())
                                .exchange();
                        assertThat(answer).as(verb + " " + path).hasStatus(404);
                        asked.add(verb + " " + pattern);
                    }
                }
            }
        });
        assertThat(asked).hasSizeGreaterThan(20);
        assertThat(state(theirs, theirProposal, theirAsking)).isEqualTo(before);
        assertThat(get("/reseller/orders")).doesNotContain(company(theirs), theirProposal.toString());
        assertThat(get("/reseller/customer-requests")).doesNotContain(theirAsking.toString());
    }

    @Test
    void losesACustomerWithTheAssociation() {
        UUID subscription = basic().getId();
        SampleOrders.as("sam", () -> {
            customers.dissociate(customer, reseller);
            return null;
        });
        for (String page : List.of(
                "/reseller/customers/" + customer,
                "/reseller/subscriptions/" + subscription,
                "/reseller/subscriptions/" + subscription + "/licenses")) {
            assertThat(pages.get().uri(page).with(administrator)).as(page).hasStatus(404);
        }
        assertThat(get("/reseller")).contains("You do not manage any customer yet.");
    }

    @Test
    void isShutAgainstStaffAndCustomersAndNobody() {
        for (String page : List.of(
                "/reseller",
                "/reseller/customers",
                "/reseller/customers.csv",
                "/reseller/orders",
                "/reseller/providers",
                "/reseller/customer-requests",
                "/reseller/company")) {
            assertThat(pages.get().uri(page)).as("nobody: " + page).hasStatus(302);
            assertThat(pages.get().uri(page).with(SignedInOutside.customer(customer)))
                    .as("customer: " + page)
                    .satisfies(answer ->
                            assertThat(answer.getResponse().getStatus()).isIn(302, 404));
        }
    }

    @Test
    void countsNoOtherResellers() {
        UUID rivals = subscriptions.orders().activeReseller("Rival " + name);
        SampleOrders.as("sam", () -> {
            customers.associate(customer, rivals);
            return null;
        });
        assertThat(get("/reseller/customers/" + customer)).doesNotContain("other reseller", "nother reseller");
    }

    @Test
    void showsAnOldProposalForACustomerThatItDoesNotManageAnyMoreAndNothingElse() {
        SignedInOutside.work(reseller);
        String choose = post("/reseller/customers/" + customer + "/orders", Map.of())
                .getResponse()
                .getRedirectedUrl();
        String order = choose.replace("/subscriptions", "");
        assertThat(get(order)).contains(choose);
        database.sql("update customer_reseller set until = since where customer_id = ?")
                .param(customer)
                .update();

        assertThat(get(order)).doesNotContain(choose, "/reseller/customers/" + customer);
        assertThat(pages.get().uri(choose).with(administrator)).hasRedirectedUrl(order);
        for (Map<String, String> typed : List.of(Map.<String, String>of(), Map.of("action", "keep"))) {
            assertThat(post(choose, typed)).hasRedirectedUrl(order);
        }
        assertThat(post(order, Map.of("seen", "1"))).hasRedirectedUrl(order);
        assertThat(post(order + "/withdraw", Map.of("confirmed", "true"))).hasRedirectedUrl("/reseller/orders");
    }

    // ---- what it changes

    @Test
    void buysNothingMoreWhereAnotherResellerMayNotAndIsNotToldWhose() {
        String rival = "Rival " + SampleOrders.freshDomain();
        UUID rivals = subscriptions.orders().activeReseller(rival);
        Subscription shared = subscriptions.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 3, rivals);
        suspend(rivals);
        assertThat(post(
                        "/reseller/subscriptions/" + shared.getId() + "/licenses",
                        Map.of("version", version(shared), "licenses", "4")))
                .hasStatus(422)
                .bodyText()
                .contains("Nothing more can be bought for this subscription at the moment")
                .doesNotContain(rival, "suspended");
    }

    @Test
    void turnsNoRenewalOffBecauseSomethingWasMissing() {
        Subscription basic = basic();
        String page = "/reseller/subscriptions/" + basic.getId() + "/auto-renew";
        for (Map<String, String> typed :
                List.of(Map.of("version", version(basic)), Map.of("version", version(basic), "autoRenew", "no"))) {
            assertThat(post(page, typed)).hasStatus(422).bodyText().contains("This page was incomplete");
        }
        assertThat(subscriptions.now(basic.getId()).isAutoRenew()).isTrue();
    }

    @Test
    void changesLicensesNicknameAndAutoRenewAsTheCustomersAdministrator() {
        Subscription basic = basic();
        String page = "/reseller/subscriptions/" + basic.getId();
        assertThat(get(page)).contains(">Number of licenses<").doesNotContain("Cancel subscription");
        assertThat(get(page + "/licenses")).contains("hx-get=\"" + page + "/licenses/quote\"");
        assertThat(get(page + "/licenses/quote?licenses=12")).contains("2");

        assertThat(post(page + "/licenses", Map.of("version", version(basic), "licenses", "12")))
                .hasRedirectedUrl(page);
        assertThat(post(page + "/nickname", Map.of("version", version(basic), "nickname", "Atelier")))
                .hasRedirectedUrl(page);
        assertThat(post(page + "/auto-renew", Map.of("version", version(basic), "autoRenew", "false")))
                .hasRedirectedUrl(page);

        Subscription now = subscriptions.now(basic.getId());
        assertThat(now.getLicenses()).isEqualTo(12);
        assertThat(now.name()).isEqualTo("Atelier");
        assertThat(now.isAutoRenew()).isFalse();
        assertThat(database.sql("select actor from audit_entry where object_id = ? and action = 'change_licenses'")
                        .param(basic.getId())
                        .query(String.class)
                        .list())
                .containsExactly(userName);
    }

    @Test
    void losesNothingTypedAndOverwritesNobody() {
        Subscription basic = basic();
        String page = "/reseller/subscriptions/" + basic.getId();
        String seen = version(basic);
        assertThat(post(page + "/licenses", Map.of("version", seen, "licenses", "many")))
                .hasStatus(422)
                .bodyText()
                .contains("value=\"many\"");
        SampleOrders.as("sam", () -> {
            subscriptions.changes().rename(basic.getId(), basic.getVersion(), "By staff", errors());
            return null;
        });
        assertThat(post(page + "/nickname", Map.of("version", seen, "nickname", "Mine")))
                .hasStatus(422)
                .bodyText()
                .contains("value=\"Mine\"")
                .doesNotContain(">sam<");
        assertThat(subscriptions.now(basic.getId()).getNickname()).isEqualTo("By staff");
    }

    @Test
    void leavesEverythingElseToTheProvider() {
        String page = "/reseller/subscriptions/" + basic().getId();
        for (String change : List.of("suspend", "cancel", "upgrade", "reseller", "support-contact", "convert")) {
            assertThat(pages.get().uri(page + "/" + change).with(administrator))
                    .as(change)
                    .hasStatus(404);
        }
    }

    @Test
    void letsAgentsLookAndNotChange() {
        RequestPostProcessor agent = person(reseller, SampleOrders.freshDomain() + "@reseller.example", false);
        Subscription basic = basic();
        String page = "/reseller/subscriptions/" + basic.getId();
        assertThat(body(pages.get().uri(page).with(agent).exchange()))
                .contains("Only administrators of your company change subscriptions.");
        assertThat(body(pages.get()
                        .uri("/reseller/customers/" + customer)
                        .with(agent)
                        .exchange()))
                .doesNotContain("Propose an order");
        for (String path : List.of(
                page + "/licenses", "/reseller/customers/" + customer + "/orders", "/reseller/customer-requests")) {
            assertThat(pages.post()
                            .uri(path)
                            .param("version", version(basic))
                            .param("licenses", "12")
                            .with(agent)
                            .with(csrf()))
                    .as(path)
                    .satisfies(answer ->
                            assertThat(answer.getResponse().getStatus()).isIn(403, 404));
        }
        assertThat(subscriptions.now(basic.getId()).getLicenses()).isEqualTo(10);
    }

    @Test
    void changesNothingWithoutDelegatedAdministration() {
        SignedInOutside.work(reseller);
        customers.delegateAdministration(customer, false, null);
        SampleOrders.asNobody();
        assertReadOnly("has not granted delegated administration");
    }

    @Test
    void changesAndProposesNothingWhileSuspended() {
        suspend();
        assertThat(get("/reseller")).contains("has suspended the collaboration");
        assertThat(get("/reseller/customers/" + customer)).doesNotContain(">Propose an order<");
        assertThat(post("/reseller/customers/" + customer + "/orders", Map.of()))
                .hasRedirectedUrl("/reseller/customers/" + customer);
        assertReadOnly("suspended the collaboration");
        assertThat(get("/reseller/company")).contains("suspended");
    }

    private void assertReadOnly(String reason) {
        Subscription basic = basic();
        String page = "/reseller/subscriptions/" + basic.getId();
        assertThat(get(page)).contains(reason).doesNotContain(page + "/licenses");
        assertThat(post(page + "/licenses", Map.of("version", version(basic), "licenses", "12")))
                .hasStatus(422)
                .bodyText()
                .contains(reason);
        assertThat(subscriptions.now(basic.getId()).getLicenses()).isEqualTo(10);
    }

    @Test
    void showsNoCustomersOnceThePartnershipHasEnded() {
        UUID subscription = basic().getId();
        UUID proposal = proposed(reseller, customer);
        SampleOrders.as("sam", () -> {
            Map<String, Removal.Fate> fates = new HashMap<>();
            resellers
                    .ties(reseller)
                    .forEach(kind -> fates.put(kind.key(), kind.stays() ? Removal.Fate.KEEP : Removal.Fate.NOBODY));
            BindingResult errors = errors();
            resellers.remove(reseller, new Removal("Contract ended", name, fates, null), errors);
            assertThat(errors.getAllErrors()).isEmpty();
            return null;
        });
        assertThat(get("/reseller")).contains("The partnership with").doesNotContain("You manage");
        assertThat(get("/reseller/customers")).doesNotContain(company(customer));
        for (String page : List.of(
                "/reseller/customers.csv",
                "/reseller/customers/" + customer,
                "/reseller/subscriptions/" + subscription,
                "/reseller/orders",
                "/reseller/orders/" + proposal,
                "/reseller/customer-requests")) {
            assertThat(pages.get().uri(page).with(administrator)).as(page).hasStatus(404);
        }
        assertThat(get("/reseller/company")).contains(name);
        assertThat(get("/reseller/providers")).contains("The partnership with");
    }

    // ---- what it proposes

    @Test
    void proposesAnOrderFromTheCustomersPage() {
        MvcTestResult started = post("/reseller/customers/" + customer + "/orders", Map.of());
        String choose = started.getResponse().getRedirectedUrl();
        assertThat(choose).matches("/reseller/orders/[0-9a-f-]+/subscriptions");
        String order = choose.replace("/subscriptions", "");
        OrderLine premium = subscriptions.orders().line(SampleOrders.PREMIUM, "5");
        assertThat(get(choose + "?text=Premium"))
                .contains("Business Premium", "Nothing chosen yet")
                .doesNotContain("/resellers/choices");

        assertThat(post(choose, Map.of("action", "add:" + premium.offerId()))).hasStatus(302);
        assertThat(get(choose)).contains(name, "Nobody: no incentives");
        Map<String, String> line = new LinkedHashMap<>();
        line.put("lines[0].offerId", premium.offerId().toString());
        line.put("lines[0].licenses", "no number");
        line.put("lines[0].resellerOnRecordId", reseller.toString());
        assertThat(post(choose, line)).hasStatus(422).bodyText().contains("value=\"no number\"");
        line.put("lines[0].licenses", "5");
        assertThat(post(choose, line)).hasRedirectedUrl(order);

        String review = get(order);
        assertThat(review).contains("In preparation", "Send to the provider", ">5<");
        assertThat(post(order, Map.of("seen", "1"))).hasStatus(422).bodyText().contains("no longer as you last saw it");
        assertThat(post(order, Map.of("seen", seen(review), "note", "Before Monday, please")))
                .hasRedirectedUrl(order);

        assertThat(get(order)).contains("Proposed", "Before Monday, please", "Withdraw");
        assertThat(get("/reseller/orders")).contains(company(customer), "Proposed");
        assertThat(get("/reseller")).contains("Proposed</dt>");
        assertThat(post(choose, line)).as("not with the reseller any more").hasRedirectedUrl(order);
        UUID id = UUID.fromString(order.replaceFirst(".*/", ""));
        assertThat(body(pages.get().uri("/orders/" + id).with(staff("ada")).exchange()))
                .contains("Proposed by " + name, "Before Monday, please", userName);
        assertThat(outbox.waiting(null, null, null, 500).rows())
                .anyMatch(mail -> mail.subject().startsWith(name + " proposes an order"));
    }

    @Test
    void saysOnBothSidesWhatStandsAgainstAProposal() {
        UUID proposal = proposed(reseller, customer);
        String empty = post("/reseller/customers/" + customer + "/orders", Map.of())
                .getResponse()
                .getRedirectedUrl()
                .replace("/subscriptions", "");
        assertThat(get(empty)).contains("It cannot be sent yet");
        suspend();
        SampleOrders.as("sam", () -> {
            Tasks tasks = context.getBean(Tasks.class);
            tasks.claim(tasks.ofCase(proposal.toString()).get(0).id());
            return null;
        });
        assertThat(pages.get().uri("/orders/" + proposal + "/review").with(staff("sam")))
                .hasStatus(200)
                .bodyText()
                .contains("suspended");
    }

    @Test
    void withdrawsAfterAskingOnce() {
        UUID proposal = proposed(reseller, customer);
        String page = "/reseller/orders/" + proposal + "/withdraw";
        assertThat(post(page, Map.of())).hasStatus(200).bodyText().contains("Withdraw this proposal?");
        assertThat(proposals.find(reseller, proposal).state()).isEqualTo(OrderState.DRAFT);
        assertThat(post(page, Map.of("confirmed", "true"))).hasRedirectedUrl("/reseller/orders");
        assertThat(proposals.find(reseller, proposal).state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(get("/reseller/orders/" + proposal)).contains("Withdrawn");
    }

    // ---- partnership requests

    @Test
    void answersARequestWithoutTheLink() {
        String company = "Cumulus " + SampleOrders.freshDomain();
        String email = "boss@" + SampleOrders.freshDomain() + ".example";
        SampleOrders.as("sam", () -> SampleOrders.invited(partnerships, company, email));
        UUID asked = resellers
                .list(new io.relais.partnership.ResellerFilter(email, null, null), null, null, 1)
                .rows()
                .get(0)
                .id();
        UUID request = partnerships.of(asked).get(0).id();
        String user = "someone." + email;
        RequestPostProcessor boss = person(asked, user, true);
        String page = "/reseller/providers/requests/" + request;

        assertThat(body(pages.get().uri("/reseller").with(boss).exchange())).contains("asks you for a partnership");
        assertThat(body(pages.get().uri("/reseller/providers").with(boss).exchange()))
                .contains(page);
        assertThat(pages.post().uri(page).with(boss).with(csrf())).hasStatus(422);
        assertThat(pages.get().uri("/reseller/customers.csv").with(boss)).hasStatus(404);
        assertThat(pages.post()
                        .uri(page + "/decline")
                        .param("reason", "Not now")
                        .with(boss)
                        .with(csrf()))
                .hasRedirectedUrl("/reseller/providers");
        assertThat(partnerships.of(asked).get(0).declineReason()).isEqualTo("Not now");
        assertThat(database.sql("select actor from audit_entry where object_id = ? and action like 'decline%'")
                        .param(request)
                        .query(String.class)
                        .list())
                .as("who declined, not whom it was sent to")
                .containsExactly(user);
    }

    @Test
    void acceptsARequestByWhatItHasDeclaredBefore() {
        String email = "boss@" + SampleOrders.freshDomain() + ".example";
        SampleOrders.as("sam", () -> SampleOrders.invited(partnerships, "Stratus " + name, email));
        UUID asked = resellers
                .list(new io.relais.partnership.ResellerFilter(email, null, null), null, null, 1)
                .rows()
                .get(0)
                .id();
        String page =
                "/reseller/providers/requests/" + partnerships.of(asked).get(0).id();
        String user = "someone." + email;
        RequestPostProcessor boss = person(asked, user, true);
        RequestPostProcessor agent = person(asked, "agent." + email, false);

        assertThat(pages.post().uri(page).param("authorize", "true").with(agent).with(csrf()))
                .as("an agent")
                .satisfies(
                        answer -> assertThat(answer.getResponse().getStatus()).isIn(403, 404));
        pages.post()
                .uri(page)
                .param("authorize", "true")
                .with(boss)
                .with(csrf())
                .exchange();
        assertThat(resellers.find(asked).orElseThrow().active())
                .as("not enrolled")
                .isFalse();
        database.sql("update reseller set verified_at = state_since, enrolled = true, agreement_signed = true,"
                        + " partner_id = ?, version = version + 1 where id = ?")
                .params("58" + (10000 + Math.abs(asked.hashCode()) % 89999), asked)
                .update();
        pages.post()
                .uri(page)
                .param("authorize", "true")
                .with(boss)
                .with(csrf())
                .exchange();

        assertThat(resellers.find(asked).orElseThrow().active()).isTrue();
        assertThat(database.sql("select distinct actor from audit_entry where object_id = ?"
                                + " and action in ('authorize_provider', 'create_partner_relationship')")
                        .param(partnerships.of(asked).get(0).id())
                        .query(String.class)
                        .list())
                .containsExactly(user);
        assertThat(body(pages.get().uri(page).with(boss).exchange())).contains("The partnership is active");
        assertThat(body(pages.get().uri("/reseller/providers").with(boss).exchange()))
                .contains("Partner since", "Earlier requests");
    }

    // ---- inviting a customer

    @Test
    void invitesACustomerForItselfAndTheProvider() {
        String start =
                post("/reseller/customer-requests", Map.of()).getResponse().getRedirectedUrl();
        String page = start.replace("/details", "");
        assertThat(get(start)).contains("Invite a customer", name);
        Map<String, String> typed = new LinkedHashMap<>(Map.of(
                "company", "Fabrikam " + name,
                "email", "no address",
                "contact", "Lea Roux",
                "country", "FR",
                "language", "fr",
                "validityDays", "30"));
        assertThat(post(start, typed)).hasStatus(422).bodyText().contains("value=\"no address\"");
        typed.put("email", "lea@" + SampleOrders.freshDomain() + ".example");
        assertThat(post(start, typed)).hasRedirectedUrl(page + "/send");

        String mail = get(page + "/send");
        assertThat(mail).contains(name, "/relationship/").doesNotContain("\"/relationship-requests");
        String body = mail.replaceAll("(?s).*<textarea[^>]*>(.*?)</textarea>.*", "$1");
        assertThat(post(
                        page + "/send",
                        Map.of(
                                "action",
                                "done",
                                "subject",
                                "Votre demande",
                                "body",
                                org.springframework.web.util.HtmlUtils.htmlUnescape(body))))
                .hasRedirectedUrl(page);
        assertThat(get(page)).contains("Sent", "Lea Roux", "Revoke");
        assertThat(get("/reseller/customer-requests")).contains("Fabrikam " + name);
        assertThat(body(pages.get()
                        .uri("/relationship-requests")
                        .with(staff("ada"))
                        .exchange()))
                .contains("Fabrikam " + name, userName);
        RequestPostProcessor colleague = person(reseller, SampleOrders.freshDomain() + "@reseller.example", true);
        assertThat(pages.get().uri(page + "/send").with(colleague)).hasRedirectedUrl(page);
        assertThat(pages.post().uri(page + "/revoke").with(colleague).with(csrf()))
                .hasRedirectedUrl("/reseller/customer-requests");
        assertThat(get(page)).contains("Revoked");
    }

    @Test
    void isRemindedWhereItsPersonIsNowOrAtTheCompany() {
        AccountCard zoe = new SampleAccounts(context).person(Side.RESELLER, reseller, true);
        SignedInOutside.work(zoe);
        UUID request = relationships.startBy(reseller);
        String company = "Fabrikam " + SampleOrders.freshDomain();
        relationships.describe(
                request,
                new io.relais.relationship.Invitee(
                        company,
                        "lea@" + SampleOrders.freshDomain() + ".example",
                        "Lea Roux",
                        "FR",
                        "fr",
                        reseller,
                        false,
                        30));
        relationships.done(request);
        String moved = "zoe@" + SampleOrders.freshDomain() + ".example";
        accounts.describe(zoe.id(), new Holder("Zoé", "Lumière", moved, "fr"), SampleAccounts.PASSWORD, errors());
        SampleOrders.asNobody();

        relationships.remind(request);
        assertThat(outbox.waiting(null, null, null, 500).rows())
                .filteredOn(mail -> mail.subject().contains("relancer un client"))
                .extracting(mail -> mail.recipient())
                .contains(moved)
                .doesNotContain(zoe.userName());

        new SampleAccounts(context).disable(zoe);
        relationships.remind(request);
        assertThat(outbox.waiting(null, null, null, 500).rows())
                .filteredOn(mail -> mail.subject().contains("relancer un client"))
                .extracting(mail -> mail.recipient())
                .contains(resellers.find(reseller).orElseThrow().email());
    }

    @Test
    void sendsNoInvitationWhileSuspended() {
        String start =
                post("/reseller/customer-requests", Map.of()).getResponse().getRedirectedUrl();
        String page = start.replace("/details", "");
        Map<String, String> typed = Map.of(
                "company", "Fabrikam " + name,
                "email", "lea@" + SampleOrders.freshDomain() + ".example",
                "contact", "Lea Roux",
                "country", "FR",
                "language", "fr",
                "validityDays", "30");
        assertThat(post(start, typed)).hasRedirectedUrl(page + "/send");
        String body = org.springframework.web.util.HtmlUtils.htmlUnescape(
                get(page + "/send").replaceAll("(?s).*<textarea[^>]*>(.*?)</textarea>.*", "$1"));
        suspend();

        Map<String, String> sending = Map.of("action", "done", "subject", "Votre demande", "body", body);
        assertThat(post(page + "/send", sending)).hasRedirectedUrl(page);
        assertThat(post(page + "/resend", Map.of())).hasRedirectedUrl(page);
        assertThat(post(start, typed)).as("describing it").hasStatus(422);
        UUID request = UUID.fromString(page.replaceFirst(".*/", ""));
        assertThat(context.getBean(RelationshipRequests.class)
                        .find(request)
                        .orElseThrow()
                        .state())
                .isEqualTo(RequestState.DRAFT);
        assertThat(get(page)).contains("/revoke").doesNotContain("/send");
        assertThat(post(page + "/revoke", Map.of()))
                .as("taking it back")
                .hasRedirectedUrl("/reseller/customer-requests");
    }

    @Test
    void listsAllItsInvitationsAndThePersonsOwnDrafts() {
        SignedInOutside.work(reseller);
        List<UUID> asked = java.util.stream.IntStream.range(0, 26)
                .mapToObj(one -> asked(reseller, one + "@" + SampleOrders.freshDomain() + ".example"))
                .toList();
        SampleOrders.asNobody();
        String draft = post("/reseller/customer-requests", Map.of())
                .getResponse()
                .getRedirectedUrl()
                .replace("/details", "");

        String first = get("/reseller/customer-requests");
        assertThat(first)
                .contains(draft, asked.get(25).toString(), "rel=\"next\"")
                .doesNotContain(asked.get(0) + "\"");
        String next = first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]*)\".*", "$1");
        assertThat(get(next)).contains(asked.get(0).toString(), "rel=\"prev\"").doesNotContain(draft);
        RequestPostProcessor colleague = person(reseller, SampleOrders.freshDomain() + "@reseller.example", true);
        assertThat(body(pages.get()
                        .uri("/reseller/customer-requests")
                        .with(colleague)
                        .exchange()))
                .contains(asked.get(25).toString())
                .doesNotContain(draft);
    }

    @Test
    void asksACompanyThatAnotherAsksAndLearnsNothingOfIt() {
        UUID rivals = subscriptions.orders().activeReseller("Rival " + name);
        String email = "it@" + SampleOrders.freshDomain() + ".example";
        SignedInOutside.work(rivals);
        asked(rivals, email);
        SampleOrders.asNobody();
        String start =
                post("/reseller/customer-requests", Map.of()).getResponse().getRedirectedUrl();
        assertThat(post(
                        start,
                        Map.of(
                                "company", "Fabrikam " + name,
                                "email", email,
                                "contact", "Lea Roux",
                                "country", "FR",
                                "language", "fr",
                                "validityDays", "30")))
                .hasRedirectedUrl(start.replace("/details", "/send"));
    }

    /** Described by the reseller's person who is at work. */
    private UUID asked(UUID by, String email) {
        UUID request = relationships.startBy(by);
        relationships.describe(
                request,
                new io.relais.relationship.Invitee("Asked " + email, email, "Lea Roux", "FR", "fr", by, false, 30));
        return request;
    }

    @Test
    void tellsAnInvitingResellerNothingOfOthersCustomers() {
        UUID theirs = subscriptions.customer(subscriptions.orders().activeReseller("Rival " + name));
        String start =
                post("/reseller/customer-requests", Map.of()).getResponse().getRedirectedUrl();
        Map<String, String> typed = Map.of(
                "company", company(theirs),
                "email", "it@contoso.example",
                "contact", "Lea Roux",
                "country", "FR",
                "language", "fr",
                "validityDays", "30");
        assertThat(body(post(start, typed))).doesNotContain("is a customer already", "already has all");
    }

    // ---- the company

    @Test
    void showsTheCompanyAndWhatItLacks() {
        assertThat(get("/reseller/company")).contains(name, "All conditions are met", "/reseller/company/people");
        assertThat(context.getBean(ResellerProfiles.class).find(reseller)).isEmpty();
        assertThat(pages.get().uri("/reseller/company/edit").with(administrator))
                .as("not enrolled, so no profile")
                .hasStatus(404);
    }

    @Test
    void changesTheCompanyDataUnlessSomebodyElseJustDid() {
        UUID enrolled = new SampleCustomers(context).reseller(0);
        RequestPostProcessor boss = person(enrolled, SampleOrders.freshDomain() + "@reseller.example", true);
        String page = "/reseller/company/edit";
        String form = body(pages.get().uri(page).with(boss).exchange());
        String version = form.replaceAll("(?s).*name=\"version\" value=\"(\\d+)\".*", "$1");
        Map<String, String> typed = new LinkedHashMap<>(Map.of(
                "version", version,
                "details.legalName", resellers.find(enrolled).orElseThrow().company(),
                "details.country", "FR",
                "details.addressLine1", "14 quai de la Fosse",
                "details.city", "Nantes",
                "details.postalCode", "44000",
                "details.supportEmail", "no address",
                "details.supportPhone", "+33 2 40 12 34 57"));
        assertThat(send(page, boss, typed)).hasStatus(422).bodyText().contains("value=\"no address\"");
        typed.put("details.supportEmail", "aide@nuage-atlantique.example");
        assertThat(send(page, boss, typed)).hasRedirectedUrl("/reseller/company");
        assertThat(body(pages.get().uri("/reseller/company").with(boss).exchange()))
                .contains("14 quai de la Fosse", "aide@nuage-atlantique.example");
        typed.put("details.addressLine1", "16 quai de la Fosse");
        assertThat(send(page, boss, typed))
                .as("an old page")
                .hasStatus(422)
                .bodyText()
                .contains("value=\"16 quai de la Fosse\"");
        assertThat(context.getBean(ResellerProfiles.class)
                        .find(enrolled)
                        .orElseThrow()
                        .profile()
                        .addressLine1())
                .isEqualTo("14 quai de la Fosse");
    }

    // ----

    @Test
    void showsBesideWhatIsPlacedWhatWasProposed() {
        UUID order = proposed(reseller, customer);
        UUID refused = proposed(reseller, customer);
        Orders orders = context.getBean(Orders.class);
        Tasks tasks = context.getBean(Tasks.class);
        SampleOrders.as("sam", () -> {
            tasks.claim(tasks.ofCase(refused.toString()).get(0).id());
            orders.giveBack(refused, true, "Not paid", errors());
            tasks.claim(tasks.ofCase(order.toString()).get(0).id());
            orders.updateSubscriptions(order);
            subscriptions.orders().choose(order, subscriptions.orders().line(SampleOrders.PREMIUM, "7"));
            assertThat(orders.find(order).orElseThrow().differences()).hasSize(1);
            orders.submit(order);
            subscriptions.orders().runJob(order);
            return null;
        });

        assertThat(get("/reseller/orders/" + order)).contains("Business Premium: 5 → 7 licenses");
        assertThat(get("/reseller/orders/" + refused))
                .contains("Prices as they were proposed.", "Business Premium")
                .doesNotContain("No longer sold");
        assertThat(get("/reseller/orders")).contains("7 × Microsoft 365 Business Premium", "5 × Microsoft 365");
    }

    private UUID proposed(UUID by, UUID forCustomer) {
        SignedInOutside.work(by);
        UUID order = proposals.start(by, forCustomer).orElseThrow();
        OrderLine line = subscriptions.orders().line(SampleOrders.PREMIUM, "5");
        proposals.choose(by, order, new OrderSelection(List.of(line)), errors());
        OrderView seen = proposals.find(by, order);
        BindingResult errors = errors();
        assertThat(proposals.propose(by, order, OrderSeen.decoded(seen.seen()), null, errors))
                .isEmpty();
        assertThat(errors.getAllErrors()).isEmpty();
        SampleOrders.asNobody();
        return order;
    }

    private void suspend() {
        suspend(reseller);
    }

    private void suspend(UUID suspended) {
        SampleOrders.as("sam", () -> {
            BindingResult errors = errors();
            resellers.check(
                    suspended,
                    new ComplianceChange(
                            ComplianceChange.Finding.SET,
                            ComplianceFlag.SUSPENDED,
                            LocalDate.of(2025, 1, 1),
                            "Not paid"),
                    errors);
            assertThat(errors.getAllErrors()).isEmpty();
            return null;
        });
    }

    /** All that another reseller could change of these. */
    private String state(UUID theirs, UUID proposal, UUID asking) {
        return subscriptions.subscriptions().ofCustomer(theirs).stream()
                        .map(one -> one.getId() + " " + one.getVersion())
                        .toList()
                + database.sql("select state, version from customer_order where id = ?")
                        .param(proposal)
                        .query()
                        .listOfRows()
                        .toString()
                + database.sql("select state, version from relationship_request where id = ?")
                        .param(asking)
                        .query()
                        .listOfRows();
    }

    private Subscription basic() {
        return subscriptions.subscriptions().ofCustomer(customer).get(0);
    }

    private String version(Subscription subscription) {
        return String.valueOf(subscriptions.now(subscription.getId()).getVersion());
    }

    private static String seen(String page) {
        return page.replaceAll("(?s).*name=\"seen\" value=\"([^\"]*)\".*", "$1");
    }

    private String company(UUID id) {
        return customers.find(id).orElseThrow().getDetails().companyName();
    }

    private String domain(UUID id) {
        return customers.find(id).orElseThrow().getDetails().domainPrefix();
    }

    private RequestPostProcessor person(UUID party, String user, boolean admin) {
        UUID account =
                accounts.open(Side.RESELLER, party, user, new Holder("Remi", "Revel", user, "en"), admin, "system");
        return SignedInOutside.as(new OutsidePerson(account, Side.RESELLER, party, user, admin));
    }

    private static RequestPostProcessor staff(String person) {
        return org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors
                .authentication(SampleOrders.authentication(person));
    }

    private static BindingResult errors() {
        return new MapBindingResult(new HashMap<>(), "form");
    }

    private String get(String page) {
        MvcTestResult answer = pages.get().uri(page).with(administrator).exchange();
        assertThat(answer).as(page).hasStatus(200);
        return body(answer);
    }

    private MvcTestResult post(String page, Map<String, String> typed) {
        return send(page, administrator, typed);
    }

    private MvcTestResult send(String page, RequestPostProcessor who, Map<String, String> typed) {
        var request = pages.post().uri(page).with(who).with(csrf());
        typed.forEach(request::param);
        return request.exchange();
    }

    private static String body(MvcTestResult answer) {
        try {
            return answer.getResponse().getContentAsString();
        } catch (java.io.UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
