package io.relais.order;

import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.authentication;
import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.customer.Customers;
import io.relais.tasks.Tasks;
import jakarta.persistence.EntityManagerFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The pages of orders, customers, subscriptions and tasks: who may see them, what they keep, what they answer to nonsense. */
@RelaisTest
class OrderPagesTests {

    private static final String EVIL = "<script>alert(1)</script>";
    private static final String ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Orders orders;

    @Autowired
    private Customers customers;

    @Autowired
    private Tasks tasks;

    @Autowired
    private EntityManagerFactory entityManagers;

    private SampleOrders sample;
    private String domain;

    @BeforeEach
    void signIn() {
        sample = new SampleOrders(context);
        domain = freshDomain();
        as("sam");
    }

    @AfterEach
    void signOut() {
        asNobody();
    }

    // ---- who may

    @ParameterizedTest
    @CsvSource({"ada, 200", "sam, 200", "hal, 200", "paula, 403", "oscar, 403", "admin, 403"})
    void showsAnOrderToAgentsAndHelpdesk(String name, int status) {
        UUID order = sample.atReview("Seen by", domain, null);

        assertThat(get("/orders/" + order, name)).hasStatus(status);
        assertThat(get("/orders/" + order + "/progress", name)).hasStatus(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hal", "paula", "oscar", "admin"})
    void refusesEveryStepOfAnOrderToPeopleWhoAddNoCustomers(String name) {
        UUID order = sample.started(sample.activeReseller("Not by " + name + domain));
        for (String page :
                List.of("details", "details/domain", "details/duplicates", "subscriptions", "review", "confirmation")) {
            assertThat(get("/orders/" + order + "/" + page, name)).as(page).hasStatus(HttpStatus.FORBIDDEN);
        }
        for (String page :
                List.of("details", "subscriptions", "review", "confirmation", "confirmation/reveal", "cancel")) {
            assertThat(post("/orders/" + order + "/" + page, name, Map.of("confirmed", "true")))
                    .as(page)
                    .hasStatus(HttpStatus.FORBIDDEN);
        }
        assertThat(post("/orders", name, Map.of())).hasStatus(HttpStatus.FORBIDDEN);
        as("sam");
        assertThat(orders.at(order, NewCustomerOrderProcess.ENTER_DETAILS).state())
                .isEqualTo(OrderState.DRAFT);
    }

    @ParameterizedTest
    @CsvSource({"ada, 200", "sam, 200", "hal, 200", "paula, 403", "oscar, 403", "admin, 403"})
    void showsCustomersToAgentsAndHelpdesk(String name, int status) {
        UUID customer = customer(sample.placed("Seen " + domain, domain, null));

        for (String page :
                List.of("/customers", "/customers/" + customer, "/customers/" + customer + "/subscriptions")) {
            assertThat(get(page, name)).as(page).hasStatus(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"ada, 200", "sam, 200", "hal, 200", "paula, 403", "oscar, 403", "admin, 403"})
    void showsTasksToThoseWhoWorkOnThem(String name, int status) {
        assertThat(get("/tasks", name)).hasStatus(status);
        assertThat(get("/forms/task.html", name)).hasStatus(status);
        assertThat(get("/forms/start.html", name)).hasStatus(status);
    }

    @Test
    void sendsStrangersToSignIn() {
        UUID order = sample.started(null);
        asNobody();
        for (String page : List.of("/orders/" + order, "/orders/" + order + "/details", "/customers", "/tasks")) {
            assertThat(mvc.get().uri(page).exchange())
                    .as(page)
                    .hasStatus3xxRedirection()
                    .hasRedirectedUrl("/login");
        }
        assertThat(mvc.get()
                        .uri("/orders/" + order + "/details")
                        .header("X-Relais-Fragment", "1")
                        .exchange())
                .hasStatus(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void offersOnlyWhatThePersonMayDo() {
        UUID customer = customer(sample.placed("Buttons " + domain, domain, null));

        assertThat(get("/customers", "sam")).bodyText().contains("Add a new customer");
        assertThat(get("/customers", "hal")).bodyText().doesNotContain("Add a new customer");
        assertThat(get("/customers/" + customer, "ada")).bodyText().contains("Generate a new temporary password");
        assertThat(get("/customers/" + customer, "sam")).bodyText().doesNotContain("Generate a new temporary password");
    }

    @Test
    void takesNothingWithoutACsrfToken() {
        UUID order = sample.atReview("Forged", domain, null);
        for (String page : List.of("review", "cancel", "details", "subscriptions", "confirmation/reveal")) {
            assertThat(mvc.post()
                            .uri("/orders/{id}/" + page, order)
                            .with(person("sam"))
                            .exchange())
                    .as(page)
                    .hasStatus(HttpStatus.FORBIDDEN);
        }
        as("sam");
        assertThat(orders.at(order, NewCustomerOrderProcess.REVIEW_ORDER).state())
                .isEqualTo(OrderState.DRAFT);
    }

    // ---- details

    @Test
    void startsWithTheResellerChosenAndGuessesWhatItCan() {
        UUID reseller = sample.activeReseller("Preselected " + domain);
        String next = post("/orders", "sam", Map.of("reseller", reseller.toString()))
                .getResponse()
                .getRedirectedUrl();
        assertThat(next).startsWith("/tasks/next?case=");
        String details = get(next, "sam").getResponse().getRedirectedUrl();

        MvcTestResult page = get(details, "sam");

        assertThat(page).hasStatusOk();
        assertThat(page)
                .bodyText()
                .contains("value=\"" + reseller + "\" selected")
                .contains("value=\"FR\" selected")
                .contains("Preselected");
    }

    @Test
    void keepsWhatWasTypedWhenSomethingIsWrongWithIt() {
        UUID order = sample.started(sample.activeReseller("Keeps " + domain));
        Map<String, String> typed = typed("United Widgets & Sons", "not a domain");
        typed.put("details.postalCode", "7500");

        MvcTestResult page = post("/orders/" + order + "/details", "sam", typed);

        assertThat(page).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(page)
                .bodyText()
                .contains("value=\"United Widgets &amp; Sons\"")
                .contains("value=\"not a domain\"")
                .contains("value=\"7500\"")
                .contains("Use 1 to 27 letters without accents and digits")
                .contains("role=\"alert\"")
                .contains("aria-invalid=\"true\"");
        as("sam");
        assertThat(orders.at(order, NewCustomerOrderProcess.ENTER_DETAILS)
                        .entered()
                        .details()
                        .companyName())
                .isEqualTo("United Widgets & Sons");
    }

    @Test
    void keepsWhatWasTypedWhenTheDayOfTheAgreementCannotBeRead() {
        UUID order = sample.started(null);
        Map<String, String> typed = typed("Contoso", domain);
        typed.put("agreement.date", "31/02/2026x");

        MvcTestResult page = post("/orders/" + order + "/details", "sam", typed);

        assertThat(page).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(page)
                .bodyText()
                .contains("Enter a day, for example 2026-01-31.")
                .contains("value=\"31/02/2026x\"")
                .contains("value=\"" + domain + "\"");
    }

    @Test
    void keepsWhatWasTypedWhenItIsTooLong() {
        UUID order = sample.started(null);
        Map<String, String> typed = typed("C".repeat(201), domain);

        for (Map<String, String> form : List.of(typed, plus(typed, "action", "keep"))) {
            MvcTestResult page = post("/orders/" + order + "/details", "sam", form);
            assertThat(page).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            assertThat(page).bodyText().contains("C".repeat(201)).contains(domain);
        }
    }

    @Test
    void answersInFrench() {
        UUID order = sample.started(null);

        MvcTestResult page = exchange(
                mvc.post().uri("/orders/{id}/details?lang=fr", order), "sam", typed("Contoso", "pas un domaine"));

        assertThat(page).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(page)
                .bodyText()
                .contains("lang=\"fr\"")
                .doesNotContain("Please check")
                .doesNotContain("??");
    }

    @Test
    void showsTheFieldsOfAnotherCountryWithoutJudging() {
        UUID order = sample.started(null);
        Map<String, String> typed = typed("Magyar Kft", domain);
        typed.put("details.country", "HU");
        typed.put("action", "country");

        MvcTestResult page = post("/orders/" + order + "/details", "sam", typed);

        assertThat(page).hasStatusOk();
        assertThat(page)
                .bodyText()
                .contains("Adószám")
                .contains("value=\"hu-HU\"")
                .contains("value=\"Magyar Kft\"")
                .doesNotContain("is-invalid");
    }

    @Test
    void saysWhileTypingWhetherADomainIsFree() {
        sample.placed("Owner " + domain, domain, null);
        UUID order = sample.started(null);

        assertThat(get(
                        "/orders/" + order + "/details/domain?details.domainPrefix=" + domain + "&details.country=FR",
                        "sam"))
                .bodyText()
                .contains("already taken")
                .contains(domain + "fr")
                .doesNotContain("<html");
        assertThat(get("/orders/" + order + "/details/domain?details.domainPrefix=" + freshDomain(), "sam"))
                .bodyText()
                .contains("is free");
        assertThat(get("/orders/" + order + "/details/domain?details.domainPrefix=<b>", "sam"))
                .bodyText()
                .doesNotContain("<b>", "is free");
        assertThat(get("/orders/" + order + "/details/domain", "sam")).hasStatusOk();
    }

    @Test
    void showsWhileTypingWhoMayBeTheSameCompany() {
        String company = "Twin " + domain;
        UUID customer = customer(sample.placed(company, domain, null));
        UUID order = sample.started(null);

        assertThat(get("/orders/" + order + "/details/duplicates?details.companyName=" + company.toUpperCase(), "sam"))
                .bodyText()
                .contains("/customers/" + customer)
                .contains(domain);
        assertThat(get("/orders/" + order + "/details/duplicates?details.companyName=Nobody", "sam"))
                .bodyText()
                .doesNotContain("/customers/");
        assertThat(get("/orders/" + order + "/details/duplicates", "sam")).hasStatusOk();
    }

    // ---- subscriptions

    @Test
    void keepsWhatWasChosenWhenSomethingIsWrongWithIt() {
        UUID order = sample.atSubscriptions("Chooser", domain, null);
        String offer = sample.line(SampleOrders.BASIC, "1").offerId().toString();

        for (String licenses : List.of("0", "301", "abc", "")) {
            MvcTestResult page = post(
                    "/orders/" + order + "/subscriptions",
                    "sam",
                    Map.of("lines[0].offerId", offer, "lines[0].licenses", licenses));
            assertThat(page).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            assertThat(page).bodyText().contains("between 1 and 300").contains(offer);
            if (!licenses.isEmpty()) {
                assertThat(page).bodyText().contains("value=\"" + licenses + "\"");
            }
        }
        assertThat(post("/orders/" + order + "/subscriptions", "sam", Map.of()))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY)
                .bodyText()
                .contains("Choose at least one subscription");
    }

    @Test
    void addsAndRemovesSubscriptions() {
        UUID order = sample.atSubscriptions("Chooser", domain, null);
        String offer = sample.line(SampleOrders.BASIC, "1").offerId().toString();

        assertThat(post("/orders/" + order + "/subscriptions", "sam", Map.of("action", "add:" + offer)))
                .hasStatus3xxRedirection();
        assertThat(get("/orders/" + order + "/subscriptions", "sam")).bodyText().contains("remove:" + offer);
        assertThat(post(
                        "/orders/" + order + "/subscriptions",
                        "sam",
                        Map.of("action", "remove:" + offer, "lines[0].offerId", offer, "lines[0].licenses", "7")))
                .hasStatus3xxRedirection();
        assertThat(get("/orders/" + order + "/subscriptions", "sam")).bodyText().doesNotContain("remove:" + offer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add:nonsense",
                "add",
                "remove",
                "remove:nonsense",
                "whatever",
                "add:00000000-0000-0000-0000-000000000000"
            })
    void takesNoHarmFromActionsThatNobodyOffers(String action) {
        UUID order = sample.atSubscriptions("Nonsense", domain, null);

        MvcTestResult answer = post("/orders/" + order + "/subscriptions", "sam", Map.of("action", action));

        assertThat(answer.getResponse().getStatus()).isLessThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        "lines[0].offerId, nonsense",
        "lines[0].resellerOnRecordId, nonsense",
        "lines[999999].licenses, 1",
        "lines[99999999999].licenses, 1"
    })
    void takesNoHarmFromLinesThatNobodyOffers(String field, String value) {
        UUID order = sample.atSubscriptions("Nonsense", domain, null);

        MvcTestResult answer = post("/orders/" + order + "/subscriptions", "sam", Map.of(field, value));

        assertThat(answer.getResponse().getStatus()).isBetween(400, 499);
    }

    @Test
    void takesNoHarmFromAResellerThatNobodyOffers() {
        UUID order = sample.started(null);
        Map<String, String> typed = typed("Contoso", domain);
        typed.put("reseller", "nonsense");

        assertThat(post("/orders/" + order + "/details", "sam", typed)).hasStatus(HttpStatus.BAD_REQUEST);
        typed.put("reseller", UUID.randomUUID().toString());
        assertThat(post("/orders/" + order + "/details", "sam", typed))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY)
                .bodyText()
                .contains("no active partnership");
    }

    // ---- review, cancel, confirmation

    @Test
    void writesNamesAsTextWhateverTheyAre() {
        UUID order = sample.atReview(EVIL, domain, null);
        assertEscaped(List.of("/orders/" + order + "/review", "/orders/" + order, tasksPageWith(order)));

        as("sam");
        orders.submit(order);
        sample.runJob(order);
        UUID customer = customer(order);
        assertEscaped(List.of(
                "/orders/" + order + "/confirmation",
                "/customers?text=" + domain,
                "/customers/" + customer,
                "/customers/" + customer + "/subscriptions"));
    }

    /** Other tests have tasks in what was the future to them, so that the newest need not be on the last page. */
    private String tasksPageWith(UUID order) {
        String task = tasks.ofCase(order.toString()).get(0).id();
        return LongStream.rangeClosed(0, (tasks.countMine() - 1) / 25)
                .mapToObj(page -> "/tasks?page=" + page)
                .filter(page -> new String(
                                get(page, "sam").getResponse().getContentAsByteArray(), StandardCharsets.UTF_8)
                        .contains(task))
                .findFirst()
                .orElseThrow();
    }

    private void assertEscaped(List<String> pages) {
        for (String page : pages) {
            assertThat(get(page, "sam"))
                    .as(page)
                    .hasStatusOk()
                    .bodyText()
                    .contains(ESCAPED)
                    .doesNotContain(EVIL);
        }
    }

    @Test
    void asksOnceBeforeItCancels() {
        UUID order = sample.atReview("To be cancelled", domain, null);

        MvcTestResult question = post("/orders/" + order + "/cancel", "sam", Map.of());
        assertThat(question).hasStatusOk();
        assertThat(question).bodyText().contains("Cancel the whole operation?").contains("To be cancelled");
        assertThat(orders.find(order)).isPresent();

        assertThat(post("/orders/" + order + "/cancel", "sam", Map.of("confirmed", "true")))
                .hasRedirectedUrl("/customers");
        assertThat(orders.find(order)).isEmpty();
    }

    @Test
    void answersASecondCancelKindly() {
        UUID order = sample.atReview("Cancelled twice", domain, null);
        orders.cancel(order);

        MvcTestResult second = post("/orders/" + order + "/cancel", "sam", Map.of("confirmed", "true"));
        assertThat(second).hasRedirectedUrl("/tasks/next?case=" + order);
        assertThat(get("/tasks/next?case=" + order, "sam")).hasRedirectedUrl("/orders/" + order);
        assertThat(get("/orders/" + order, "sam")).hasRedirectedUrl("/customers");
        assertThat(get("/orders/" + order + "/review", "sam")).hasStatus3xxRedirection();
    }

    @Test
    void doesNotKnowWhatDoesNotExist() {
        UUID nothing = UUID.randomUUID();
        for (String page : List.of(
                "/orders/" + nothing,
                "/orders/" + nothing + "/progress",
                "/customers/" + nothing,
                "/customers/" + nothing + "/subscriptions")) {
            assertThat(get(page, "sam")).as(page).hasStatus(HttpStatus.NOT_FOUND);
        }
        assertThat(post("/orders/" + nothing + "/cancel", "sam", Map.of())).hasStatus(HttpStatus.NOT_FOUND);
        for (String page : List.of("details", "subscriptions", "review", "confirmation")) {
            assertThat(get("/orders/" + nothing + "/" + page, "sam")).as(page).hasStatus3xxRedirection();
            assertThat(post("/orders/" + nothing + "/" + page, "sam", typed("Contoso", domain))
                            .getResponse()
                            .getStatus())
                    .as(page)
                    .isLessThan(500);
        }
        assertThat(get("/orders/nonsense", "sam").getResponse().getStatus()).isBetween(400, 499);
        assertThat(get("/tasks/" + nothing, "sam")).hasRedirectedUrl("/tasks");
    }

    @Test
    void leadsBackToWhereTheCaseStandsAfterASecondClick() {
        UUID order = sample.atReview("Second click", domain, null);

        Map<String, String> seen = seen(order);
        assertThat(post("/orders/" + order + "/review", "sam", seen)).hasRedirectedUrl("/tasks/next?case=" + order);
        assertThat(post("/orders/" + order + "/review", "sam", seen)).hasRedirectedUrl("/tasks/next?case=" + order);
        assertThat(get("/tasks/next?case=" + order, "sam")).hasRedirectedUrl("/orders/" + order);
        assertThat(get("/orders/" + order, "sam")).bodyText().contains("The order is being placed");
        as("sam");
        sample.runJob(order);
        assertThat(get("/tasks/next?case=" + order, "sam")).hasRedirectedUrl("/orders/" + order + "/confirmation");
    }

    @Test
    void answersEveryOneOfFourClicksAtTheSameMoment() throws Exception {
        UUID order = sample.atReview("Four clicks", domain, null);
        Map<String, String> seen = seen(order);
        CyclicBarrier barrier = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<MvcTestResult>> clicks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clicks.add(threads.submit(() -> {
                    barrier.await();
                    return post("/orders/" + order + "/review", "sam", seen);
                }));
            }
            for (Future<MvcTestResult> click : clicks) {
                assertThat(click.get()).hasStatus3xxRedirection();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(orders.find(order).orElseThrow().state()).isEqualTo(OrderState.SUBMITTED);
    }

    @Test
    void tellsAColleagueWhoHoldsTheTask() {
        UUID order = sample.atReview("Held", domain, null);

        assertThat(get("/orders/" + order + "/review", "sofia"))
                .hasStatus(HttpStatus.CONFLICT)
                .bodyText()
                .contains("sam");
        assertThat(post("/orders/" + order + "/review", "sofia", Map.of())).hasStatus(HttpStatus.CONFLICT);
        assertThat(post("/orders/" + order + "/cancel", "sofia", Map.of("confirmed", "true")))
                .hasStatus(HttpStatus.CONFLICT);
    }

    @Test
    void handsATaskOverAndShowsItToTheColleague() {
        UUID order = sample.atReview("Passed on", domain, null);
        String task = tasks.ofCase(order.toString()).get(0).id();

        assertThat(get("/tasks/" + task + "/hand-over", "sam"))
                .hasStatusOk()
                .bodyText()
                .contains("sofia")
                .doesNotContain("value=\"hal\"");
        assertThat(post("/tasks/" + task + "/hand-over", "sam", Map.of("colleague", "sofia")))
                .hasRedirectedUrl("/tasks");
        assertThat(get("/tasks/" + task, "sofia")).hasRedirectedUrl("/orders/" + order + "/review");
        assertThat(get("/orders/" + order + "/review", "sofia")).hasStatusOk();
        assertThat(get("/orders/" + order + "/review", "sam")).hasStatus(HttpStatus.CONFLICT);
        assertThat(post("/tasks/" + task + "/hand-over", "sofia", Map.of("colleague", "hal"))
                        .getResponse()
                        .getStatus())
                .isBetween(400, 499);
    }

    @Test
    void wantsToHearThatTheSignInDataAreNoted() {
        UUID reseller = sample.activeReseller("Notes " + domain);
        UUID order = sample.placed("Noted", domain, reseller);

        assertThat(post("/orders/" + order + "/confirmation", "sam", Map.of()))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY)
                .bodyText()
                .contains("Confirm that you have noted");
        assertThat(post("/orders/" + order + "/confirmation", "sam", Map.of("noted", "true")))
                .as("nobody has seen the password yet")
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY)
                .bodyText()
                .contains("has not been shown yet");
        assertThat(post("/orders/" + order + "/confirmation/reveal", "sam", Map.of()))
                .hasStatusOk();
        assertThat(post("/orders/" + order + "/confirmation", "sam", Map.of("noted", "true")))
                .hasRedirectedUrl("/customers?reseller=" + reseller);
        assertThat(get("/customers?reseller=" + reseller, "sam"))
                .bodyText()
                .contains("Noted")
                .contains(domain);
    }

    // ---- as a fragment, in Tasklist

    @Test
    void isAFragmentWithoutAFormOfItsOwnInTasklist() {
        UUID order = sample.started(sample.activeReseller("Fragment " + domain));
        assertFragment("/orders/" + order + "/details");
        as("sam");
        sample.enterDetails(order, SampleOrders.page1("Fragment", domain, null));
        assertFragment("/orders/" + order + "/subscriptions");
        as("sam");
        sample.choose(order, sample.line(SampleOrders.BASIC, "3"));
        assertFragment("/orders/" + order + "/review");
        assertFragment(
                exchange(
                        mvc.post().uri("/orders/{id}/cancel", order).header("X-Relais-Fragment", "1"), "sam", Map.of()),
                "cancel");
        as("sam");
        orders.submit(order);
        sample.runJob(order);
        assertFragment("/orders/" + order + "/confirmation");
        assertFragment(
                exchange(
                        mvc.post()
                                .uri("/orders/{id}/confirmation/reveal", order)
                                .header("X-Relais-Fragment", "1"),
                        "sam",
                        Map.of()),
                "reveal");
    }

    private void assertFragment(String page) {
        assertFragment(exchange(mvc.get().uri(page).header("X-Relais-Fragment", "1"), "sam", Map.of()), page);
    }

    private static void assertFragment(MvcTestResult page, String what) {
        assertThat(page).as(what).hasStatusOk();
        assertThat(page)
                .as(what)
                .bodyText()
                .doesNotContain("<form", "<html", "<body", "<nav")
                .contains("name=\"_csrf\"");
    }

    // ---- the list

    @Test
    void asksTheDatabaseAsOftenForTwentyFiveCustomersAsForOne() {
        UUID lonely = sample.activeReseller("One customer " + domain);
        UUID busy = sample.activeReseller("Many customers " + domain);
        sample.placed("Only " + domain, domain, lonely);
        for (int i = 0; i < 27; i++) {
            sample.placed("Many %02d %s".formatted(i, domain), freshDomain(), busy);
        }
        get("/customers?reseller=" + lonely, "sam");

        long forOne = statements("/customers?reseller=" + lonely, 1);
        long forMany = statements("/customers?reseller=" + busy, 25);

        assertThat(forMany).isEqualTo(forOne).isPositive();
    }

    private long statements(String page, int rows) {
        Statistics statistics = entityManagers.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            statistics.clear();
            MvcTestResult list = get(page, "sam");
            assertThat(list).hasStatusOk();
            assertThat(list).bodyText().satisfies(html -> assertThat(html.split("<details", -1))
                    .hasSize(rows + 1));
            return statistics.getPrepareStatementCount();
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }

    @Test
    void findsCustomersByNameAndDomainAndSaysWhenThereAreNone() {
        sample.placed("Zebra " + domain, domain, null);

        for (String text : List.of(domain, "ZEBRA " + domain)) {
            assertThat(get("/customers?text=" + text, "hal")).bodyText().contains("Zebra " + domain);
        }
        assertThat(get("/customers?text=%%" + domain, "hal")).bodyText().contains("No customer matches");
        assertThat(get("/customers?after=nonsense&sort=NONSENSE", "hal")
                        .getResponse()
                        .getStatus())
                .isLessThan(500);
        assertThat(get("/customers?after=nonsense&sort=SINCE", "hal")).hasStatusOk();
    }

    // ---- small things

    /** What the page of Review carries back. */
    private Map<String, String> seen(UUID order) {
        return Map.of("seen", orders.find(order).orElseThrow().seen());
    }

    private MvcTestResult get(String page, String name) {
        return exchange(mvc.get().uri(page), name, Map.of());
    }

    private MvcTestResult post(String page, String name, Map<String, String> form) {
        return exchange(mvc.post().uri(page), name, form);
    }

    private static MvcTestResult exchange(MockMvcRequestBuilder request, String name, Map<String, String> form) {
        form.forEach(request::param);
        return request.with(person(name)).with(csrf()).exchange();
    }

    private static RequestPostProcessor person(String name) {
        return SecurityMockMvcRequestPostProcessors.authentication(authentication(name));
    }

    private UUID customer(UUID order) {
        return orders.find(order).orElseThrow().customerId();
    }

    private static Map<String, String> plus(Map<String, String> form, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(form);
        more.put(name, value);
        return more;
    }

    private static Map<String, String> typed(String company, String prefix) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("details.companyName", company);
        form.put("details.domainPrefix", prefix);
        form.put("details.country", "FR");
        form.put("details.addressLine1", "12 rue de la Paix");
        form.put("details.city", "Paris");
        form.put("details.postalCode", "75002");
        form.put("details.firstName", "Claire");
        form.put("details.lastName", "Dubois");
        form.put("details.email", "claire.dubois@contoso.example");
        form.put("details.language", "fr");
        form.put("details.culture", "fr-FR");
        form.put("agreement.firstName", "Claire");
        form.put("agreement.lastName", "Dubois");
        form.put("agreement.email", "claire.dubois@contoso.example");
        form.put("agreement.date", "2025-06-01");
        return form;
    }
}
