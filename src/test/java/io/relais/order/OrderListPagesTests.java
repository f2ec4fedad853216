package io.relais.order;

import static io.relais.order.SampleOrders.PREMIUM;
import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.freshDomain;
import static io.relais.order.SampleOrders.nothingWrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.security.SignedInOutside;
import io.relais.tasks.Tasks;
import io.relais.web.Keyset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.HistoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.validation.BindingResult;

/** The lists of orders, an order for an existing customer in its pages, and the export. */
@RelaisTest
class OrderListPagesTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Orders orders;

    @Autowired
    private ProposedOrders proposals;

    @Autowired
    private Tasks tasks;

    private SampleOrders sample;
    private String domain;
    private String company;
    private UUID reseller;
    private UUID first;
    private UUID customer;

    @BeforeEach
    void signIn() {
        sample = new SampleOrders(context);
        domain = freshDomain();
        company = "Contoso " + domain;
        as("sam");
        reseller = sample.activeReseller("Alpes " + domain);
        first = sample.placed(company, domain, reseller);
        customer = orders.find(first).orElseThrow().customerId();
    }

    @AfterEach
    void signOut() {
        asNobody();
    }

    @ParameterizedTest
    @CsvSource({"ada, 200", "sam, 200", "hal, 200", "paula, 403", "oscar, 403", "admin, 403"})
    void showsOrdersToWhoeverSeesCustomers(String name, int status) {
        for (String page : List.of(
                "/orders",
                "/orders.csv",
                "/customers/" + customer + "/orders",
                "/customers/" + customer + "/orders.csv")) {
            assertThat(get(page, name)).as(page).hasStatus(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"ada, 302", "sam, 302", "hal, 403", "paula, 403", "oscar, 403", "admin, 403"})
    void letsOnlyAgentsOrderForACustomer(String name, int status) {
        assertThat(post("/customers/" + customer + "/orders", name, Map.of())).hasStatus(status);
        assertThat(get("/customers/" + customer + "/orders", "hal")).bodyText().doesNotContain("New subscription");
        assertThat(get("/customers/" + customer + "/orders", "sam")).bodyText().contains("New subscription");
    }

    @Test
    void refusesEveryStepToHelpdesk() {
        UUID order = orders.startFor(customer);
        for (String page : List.of("customer", "subscriptions", "review")) {
            assertThat(get("/orders/" + order + "/" + page, "hal")).as(page).hasStatus(HttpStatus.FORBIDDEN);
            assertThat(post("/orders/" + order + "/" + page, "hal", Map.of()))
                    .as(page)
                    .hasStatus(HttpStatus.FORBIDDEN);
        }
        assertThat(post("/orders/" + order + "/cancel", "hal", Map.of("confirmed", "true")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(get("/orders/" + order, "hal")).bodyText().contains("sam is working on this order");
    }

    @Test
    void listsACustomersOrdersTheNewestFirstWithADraftToGoOnFor() {
        UUID draft = orders.startFor(customer);
        String page = "/customers/" + customer + "/orders";

        MvcTestResult mine = get(page, "sam");
        assertThat(mine)
                .bodyText()
                .contains(
                        "R-" + orders.find(first).orElseThrow().number(),
                        "10 × Microsoft 365 Business Basic",
                        "€537.60")
                .contains("/tasks/next?case=" + draft);
        assertThat(mine).bodyText().satisfies(text -> assertThat(text.indexOf("/orders/" + draft + "\""))
                .isLessThan(text.indexOf("/orders/" + first + "\"")));
        assertThat(get(page, "ada")).bodyText().doesNotContain("/tasks/next?case=" + draft);
        assertThat(get("/customers/" + UUID.randomUUID() + "/orders", "sam")).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(post("/customers/" + UUID.randomUUID() + "/orders", "sam", Map.of()))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void leadsToTheTimelineOfEachOrderThoseWhoMaySeeCases() {
        UUID draft = orders.startFor(customer);
        for (String page : List.of("/orders/" + draft, "/customers/" + customer + "/orders")) {
            assertThat(get(page, "sam")).as(page).bodyText().contains("/cases/" + draft);
        }
        assertThat(get("/", "sam")).bodyText().contains("/cases/");
        for (String page : List.of("/", "/orders/" + draft, "/customers/" + customer + "/orders")) {
            assertThat(get(page, "hal")).as(page).bodyText().doesNotContain("/cases/");
        }
    }

    @Test
    void leadsToNoTimelineThatIsNoLongerKept() {
        UUID order = sample.reviewedFor(customer, sample.line(PREMIUM, "1"));
        orders.submit(order);
        sample.runJob(order);
        String page = "/customers/" + customer + "/orders";
        assertThat(get(page, "sam")).bodyText().contains("/orders/" + order, "/cases/" + order);

        HistoryService history = context.getBean(HistoryService.class);
        history.deleteHistoricProcessInstance(history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(order.toString())
                .singleResult()
                .getId());

        assertThat(get(page, "sam")).bodyText().contains("/orders/" + order).doesNotContain("/cases/" + order);
    }

    @Test
    void filtersTheListByStateAndReseller() {
        UUID draft = orders.startFor(customer);

        assertThat(get("/orders?reseller=" + reseller, "sam"))
                .bodyText()
                .contains("/orders/" + first + "\"", "/orders/" + draft + "\"");
        assertThat(get("/orders?state=PLACED&reseller=" + reseller, "sam"))
                .bodyText()
                .contains("/orders/" + first + "\"")
                .doesNotContain("/orders/" + draft + "\"");
        assertThat(get("/orders?state=SUBMITTED&reseller=" + reseller, "sam"))
                .bodyText()
                .contains("No order matches.");
        assertThat(get("/orders?state=nonsense&after=%01%ff", "sam")).hasStatusOk();
    }

    @Test
    void showsTheFirstPageBehindALinkWhoseTimeIsMangled() {
        String mangled = new Keyset.Place("yesterday", UUID.randomUUID()).encoded();
        for (String way : List.of("after", "before")) {
            assertThat(get("/orders?reseller=" + reseller + "&" + way + "=" + mangled, "sam"))
                    .as(way)
                    .bodyText()
                    .contains("/orders/" + first + "\"")
                    .doesNotContain("rel=\"next\"", "rel=\"prev\"");
        }
    }

    @Test
    void leadsThroughAllPagesOfALongListAndBack() {
        for (int i = 0; i < 26; i++) {
            UUID draft = orders.startFor(customer);
            orders.keepSelection(draft, new OrderSelection(List.of(sample.line(PREMIUM, "1"))));
        }
        String url = "/customers/" + customer + "/orders";
        MvcTestResult top = get(url, "sam");
        assertThat(top).bodyText().contains("rel=\"next\"").doesNotContain("rel=\"prev\"", "/orders/" + first + "\"");

        MvcTestResult bottom = get(link("next", top), "sam");
        assertThat(bottom)
                .bodyText()
                .contains("/orders/" + first + "\"", "rel=\"prev\"")
                .doesNotContain("rel=\"next\"");
        assertThat(get(link("prev", bottom), "sam"))
                .bodyText()
                .contains("rel=\"next\"")
                .doesNotContain("rel=\"prev\"");
    }

    @Test
    void exportsALinePerSubscriptionAndNothingThatASpreadsheetWouldCalculate() {
        String evil = "=cmd|' /C calc'!A0 " + domain;
        UUID order = sample.placed(
                evil, freshDomain(), reseller, sample.line(PREMIUM, "5"), sample.line(SampleOrders.E3, "2"));

        MvcTestResult csv = get("/orders.csv?state=PLACED&reseller=" + reseller, "sam");

        assertThat(csv).hasContentType("text/csv;charset=UTF-8");
        assertThat(csv).bodyText().satisfies(text -> {
            List<String> rows = text.lines().toList();
            assertThat(rows.get(0)).startsWith("\uFEFFNumber,State,Company name,Microsoft ID");
            assertThat(rows).hasSize(4);
            String number = "R-" + orders.find(order).orElseThrow().number();
            assertThat(rows)
                    .filteredOn(row -> row.startsWith(number))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row).contains("'=cmd"));
            assertThat(rows).anySatisfy(row -> assertThat(row)
                    .contains("Microsoft 365 Business Premium", PREMIUM, ",5,P1Y,annual,", ",EUR,"));
        });
    }

    @Test
    void asksToLookAgainWhenAPageOfReviewIsSentThatNobodySaw() {
        UUID order = orders.startFor(customer);
        sample.choose(order, sample.line(PREMIUM, "5"));
        String review = "/orders/" + order + "/review";
        assertThat(get(review, "sam")).bodyText().contains("name=\"seen\"", "Choose another customer");

        for (String seen : List.of("", "nonsense", "0;x=1 EUR", "0", "999999999999999999999")) {
            MvcTestResult refused = post(review, "sam", Map.of("seen", seen));
            assertThat(refused).as(seen).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            assertThat(refused).bodyText().contains("This order is no longer as you last saw it");
        }
        as("sam");
        OrderView view = orders.at(order, OrderProcess.REVIEW_ORDER);
        String cheaper = view.seen().replaceAll("=[\\d.]+ EUR", "=1.00 EUR");
        MvcTestResult repriced = post(review, "sam", Map.of("seen", cheaper));
        assertThat(repriced).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(repriced).bodyText().contains("Prices have changed", "€1.00 before");
        assertThat(post(review, "sam", Map.of("seen", view.seen()))).hasRedirectedUrl("/tasks/next?case=" + order);
    }

    @Test
    void saysWhatBecameOfAProposalOnThePageThatFollows() {
        Map<String, String> said = Map.of(
                "refuse", "The proposed order for " + company + " is refused",
                "send-back", "The proposed order for " + company + " is back with its reseller");
        said.forEach((action, notice) -> {
            UUID order = proposed();
            as("sam", () -> {
                tasks.claim(tasks.ofCase(order.toString()).get(0).id());
                return null;
            });

            MvcTestResult step =
                    post("/orders/" + order + "/review", "sam", Map.of("action", action, "reason", "Not paid"));
            assertThat(step).hasRedirectedUrl("/tasks/next?case=" + order);
            for (int hops = 0; hops < 5 && step.getResponse().getRedirectedUrl() != null; hops++) {
                step = mvc.get()
                        .uri(java.net.URI.create(step.getResponse().getRedirectedUrl()))
                        .session((MockHttpSession) step.getRequest().getSession())
                        .with(authentication(SampleOrders.authentication("sam")))
                        .exchange();
            }

            assertThat(step).hasStatusOk().bodyText().contains(notice);
        });
    }

    private UUID proposed() {
        SignedInOutside.work(reseller);
        UUID order = proposals.start(reseller, customer).orElseThrow();
        OrderSelection selection = new OrderSelection(List.of(sample.line(PREMIUM, "5")));
        BindingResult errors = nothingWrong(selection);
        proposals.choose(reseller, order, selection, errors);
        OrderSeen seen = OrderSeen.of(proposals.find(reseller, order));
        assertThat(proposals.propose(reseller, order, seen, null, errors)).isEmpty();
        assertThat(errors.getAllErrors()).isEmpty();
        asNobody();
        return order;
    }

    @Test
    void endsOnTheOrdersPageWithItsNumber() {
        UUID order = orders.startFor(customer);
        sample.choose(order, sample.line(PREMIUM, "5"));
        orders.submit(order);
        sample.runJob(order);

        assertThat(get("/orders/" + order + "/progress", "sam"))
                .hasHeader("HX-Redirect", "/orders/" + order + "?placed=true");
        String number = "R-" + orders.find(order).orElseThrow().number();
        assertThat(get("/orders/" + order + "?placed=true", "sam"))
                .bodyText()
                .contains("Order " + number + " has been placed. Its subscription is now in the list of " + company)
                .contains("/customers/" + customer + "/subscriptions");
        assertThat(get("/orders/" + order, "sam")).bodyText().doesNotContain("has been placed.");
        MvcTestResult inTasklist = mvc.get()
                .uri("/tasks/next?case=" + order)
                .header("X-Relais-Fragment", "1")
                .with(authentication(SampleOrders.authentication("sam")))
                .exchange();
        assertThat(inTasklist.getResponse().getHeader("X-Case-Outcome"))
                .contains(number)
                .doesNotContain(" ");
    }

    @Test
    void letsTheCustomerBeSearchedByNameDomainAndId() {
        UUID order = orders.startFor(customer);
        orders.backToDetails(order, new OrderSelection(List.of()));
        UUID other = orders.find(sample.placed("Fabrikam " + domain, "f" + domain, null))
                .orElseThrow()
                .customerId();
        String page = "/orders/" + order + "/customer";

        assertThat(get(page, "sam")).bodyText().contains("value=\"" + customer + "\" checked");
        for (String text : List.of("fabrikam " + domain, "f" + domain, other.toString())) {
            assertThat(get(page + "?text=" + text.replace(" ", "%20"), "sam"))
                    .as(text)
                    .bodyText()
                    .contains("value=\"" + other + "\"");
        }
        assertThat(post(page, "sam", Map.of("action", "search", "text", "a&b=c")))
                .hasRedirectedUrl(page + "?text=a%26b%3Dc");
        for (String nonsense : List.of("", "x", UUID.randomUUID().toString())) {
            MvcTestResult refused = post(page, "sam", Map.of("customer", nonsense));
            assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            assertThat(refused).bodyText().contains("Choose the customer for whom you want to order.");
        }
        assertThat(post(page, "sam", Map.of("customer", other.toString())))
                .hasRedirectedUrl("/tasks/next?case=" + order);
    }

    @Test
    void showsAnEmptyDraftWithoutStraySeparators() {
        UUID order = sample.started(sample.activeReseller("Empty " + domain));

        assertThat(get("/orders/" + order, "sam"))
                .bodyText()
                .contains("Nothing has been entered yet.", "Nothing has been chosen yet.")
                .doesNotContain(" · <", "> ·");
    }

    private static String link(String rel, MvcTestResult page) {
        try {
            Matcher link = Pattern.compile("rel=\"" + rel + "\" href=\"([^\"]+)\"")
                    .matcher(page.getResponse().getContentAsString());
            assertThat(link.find()).isTrue();
            return link.group(1).replace("&amp;", "&");
        } catch (java.io.UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private MvcTestResult get(String url, String name) {
        return mvc.get()
                .uri(java.net.URI.create(url))
                .with(authentication(SampleOrders.authentication(name)))
                .exchange();
    }

    private MvcTestResult post(String url, String name, Map<String, String> form) {
        MockMvcTester.MockMvcRequestBuilder request = mvc.post()
                .uri(url)
                .with(authentication(SampleOrders.authentication(name)))
                .with(csrf());
        form.forEach(request::param);
        return request.exchange();
    }
}
