package io.relais.incentive;

import static io.relais.security.SignedInOutside.agentOf;
import static io.relais.security.SignedInOutside.customer;
import static io.relais.security.SignedInOutside.reseller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.audit.AuditTrail;
import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import io.relais.security.SignedInAs;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The pages of incentives: what adds up, who may see and enter what, what a refused correction keeps. In 2037, when nothing else happens. */
@RelaisTest
class IncentivePagesTests {

    private static final YearMonth MONTH = YearMonth.parse("2037-03");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private IncentiveRun run;

    @Autowired
    private Incentives incentives;

    private UUID nuage;
    private UUID brabant;
    private Subscription one;

    @BeforeEach
    void computeAMonth() {
        SampleCustomers customers = new SampleCustomers(context);
        nuage = customers.reseller(0);
        brabant = customers.reseller(1);
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2037-03-05T12:00:00Z")));
        one = SampleOrders.as("sam", () -> {
            SampleSubscriptions sample = new SampleSubscriptions(context);
            return sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1Y", "annual", 7, nuage);
        });
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2037-04-02T01:00:00Z")));
        run.run(MONTH, "system");
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    @SignedInAs("sam")
    void addUpToTheCentOnThePageAndInTheDownload() throws Exception {
        Statement statement =
                incentives.statement(MONTH, nuage, Incentives.MOST_LINES).orElseThrow();
        MvcTestResult page =
                mvc.get().uri("/incentives/{month}/{reseller}", MONTH, nuage).exchange();
        assertThat(page).hasStatusOk().bodyText().contains(statement.number(), one.getTitle(), "March 2037");

        List<CSVRecord> rows = rows("/incentives/" + MONTH + "/" + nuage + "/statement.csv");
        assertThat(rows).hasSize((int) statement.lines());
        for (Total total : statement.totals()) {
            BigDecimal sum = rows.stream()
                    .filter(row -> row.get("Currency").equals(total.currency()))
                    .map(row -> new BigDecimal(row.get("Credit")))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum).isEqualTo(total.amount());
            assertThat(page).bodyText().contains(total.amount().toPlainString());
        }
        assertThat(mvc.get().uri("/incentives/{month}", MONTH))
                .hasStatusOk()
                .bodyText()
                .contains("Nuage Atlantique", "Closed");
        assertThat(mvc.get().uri("/incentives")).hasStatusOk().bodyText().contains("March 2037");
    }

    @Test
    @SignedInAs("ada")
    void printAllLinesOfAStatementThatIsTooLongForAPage() {
        UUID many = new SampleOrders(context).activeReseller("Many");
        context.getBean(JdbcClient.class)
                .sql(
                        "insert into incentive_entry (id, statement_month, earned_month, kind, reseller_id, currency, revenue, amount,"
                                + " reason, entered_by, entered_at) select random_uuid(), '2037-02', '2037-02', 'MANUAL', :many, 'EUR', 0,"
                                + " 0.01, concat('Line-', x), 'ada', current_timestamp from system_range(1, 1001)")
                .param("many", many)
                .update();
        String page = "/incentives/2037-02/" + many;
        assertThat(mvc.get().uri(page))
                .hasStatusOk()
                .bodyText()
                .contains("The first 1,000 of 1,001 lines", page + "/print", "10.01")
                .doesNotContain("data-print");
        assertThat(mvc.get().uri(page + "/print"))
                .hasStatusOk()
                .bodyText()
                .contains("data-print", "10.01")
                .doesNotContain("The first", "Enter a correction")
                .satisfies(text -> assertThat(text.split("Line-", -1)).hasSize(1002));
        assertThat(mvc.get().uri("/incentives/2037-03/" + nuage + "/print")).hasStatusOk();
        assertThat(mvc.get().uri("/reseller/incentives/2037-03/print").with(reseller(nuage)))
                .hasStatusOk()
                .bodyText()
                .contains("data-print")
                .doesNotContain("/subscriptions/");
        assertThat(mvc.get().uri("/reseller/incentives/2037-03/print").with(reseller(many)))
                .hasStatus(404);
        assertThat(mvc.get().uri("/reseller/incentives/2037-02/print").with(reseller(many)))
                .as("open")
                .hasStatus(404);
    }

    @Test
    void haveANumberOfTheirOwnThoughResellersIdsBeginAlike() {
        assertThat(incentives
                        .statement(MONTH, nuage, Incentives.MOST_LINES)
                        .orElseThrow()
                        .number())
                .isEqualTo("IS-203703-"
                        + nuage.toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT));
    }

    @Test
    @SignedInAs("ada")
    void readWellInFrench() {
        assertThat(mvc.get().uri("/incentives/{month}?lang=fr", MONTH))
                .hasStatusOk()
                .bodyText()
                .contains("Relevés de primes, mars 2037", "Calculé la dernière fois par la tâche de nuit")
                .contains("role=\"region\" aria-label=\"Relevés\"")
                .doesNotContain("par system");
    }

    private List<CSVRecord> rows(String path) throws Exception {
        MvcTestResult download = mvc.get().uri(path).exchange();
        assertThat(download).hasStatusOk();
        String text = download.getResponse().getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text.substring(1)))
                .getRecords();
    }

    @Test
    void showAResellerItsOwnStatementsOnly() {
        for (var person : List.of(reseller(nuage), agentOf(nuage))) {
            assertThat(mvc.get().uri("/reseller/incentives").with(person))
                    .hasStatusOk()
                    .bodyText()
                    .contains("March 2037");
            assertThat(mvc.get().uri("/reseller/incentives/{month}", MONTH).with(person))
                    .hasStatusOk()
                    .bodyText()
                    .contains(one.getTitle())
                    .doesNotContain("Enter a correction", "/subscriptions/", "href=\"/incentives");
            assertThat(mvc.get()
                            .uri("/reseller/incentives/{month}/statement.csv", MONTH)
                            .with(person))
                    .hasStatusOk();
        }
        UUID stranger = new SampleOrders(context).activeReseller("Stranger");
        for (String page : List.of("", "/statement.csv")) {
            assertThat(mvc.get().uri("/reseller/incentives/" + MONTH + page).with(reseller(stranger)))
                    .hasStatus(404);
            // An open month has no statement yet, a mangled one never.
            assertThat(mvc.get().uri("/reseller/incentives/2037-04" + page).with(reseller(nuage)))
                    .hasStatus(404);
            assertThat(mvc.get().uri("/reseller/incentives/soon" + page).with(reseller(nuage)))
                    .hasStatus(404);
        }
        assertThat(mvc.get().uri("/reseller/incentives").with(reseller(stranger)))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("March 2037");
        assertThat(mvc.get().uri("/reseller/incentives").with(customer(one.getCustomerId())))
                .hasStatus(404);
        assertThat(mvc.get().uri("/incentives").with(reseller(nuage))).hasStatus(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/incentives",
                "/incentives/2037-03",
                "/incentives/lost",
                "/incentives/lost.csv",
                "/incentives/performance"
            })
    @SignedInAs("hal")
    void areNotForHelpdeskAgents(String page) {
        assertThat(mvc.get().uri(page)).hasStatus(403);
    }

    @Test
    @SignedInAs("sam")
    void letSalesAgentsReadButNeitherComputeNorCorrect() {
        assertThat(mvc.post().uri("/incentives/runs").param("month", "2037-03").with(csrf()))
                .hasStatus(403);
        assertThat(mvc.post()
                        .uri("/incentives/{month}/{reseller}/corrections", MONTH, nuage)
                        .with(csrf()))
                .hasStatus(403);
        assertThat(mvc.get().uri("/incentives/{month}/{reseller}", MONTH, nuage))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("Enter a correction");
    }

    @Test
    @SignedInAs("ada")
    void enterACorrectionOnceAsALineOfTheNextOpenStatement() {
        Statement before =
                incentives.statement(MONTH, nuage, Incentives.MOST_LINES).orElseThrow();
        String entry = UUID.randomUUID().toString();
        assertThat(mvc.post()
                        .uri("/incentives/{month}/{reseller}/corrections", MONTH, nuage)
                        .param("entry", entry)
                        .param("amount", "-12,50")
                        .param("currency", "EUR")
                        .param("reason", "=Credited twice in February")
                        .with(csrf()))
                .as("asked once, after it was checked")
                .hasStatusOk()
                .bodyText()
                .contains("Enter this correction?", "-€12.50", "value=\"-12,50\"");
        for (int sent = 0; sent < 2; sent++) {
            assertThat(mvc.post()
                            .uri("/incentives/{month}/{reseller}/corrections", MONTH, nuage)
                            .param("entry", entry)
                            .param("amount", "-12,50")
                            .param("currency", "EUR")
                            .param("reason", "=Credited twice in February")
                            .param("confirmed", "yes")
                            .with(csrf()))
                    .hasRedirectedUrl("/incentives/2037-04/" + nuage);
        }

        assertThat(incentives.statement(MONTH, nuage, Incentives.MOST_LINES).orElseThrow())
                .isEqualTo(before);
        Statement april = incentives
                .statement(YearMonth.parse("2037-04"), nuage, Incentives.MOST_LINES)
                .orElseThrow();
        assertThat(april.entries().stream()
                        .filter(line -> entry.equals(line.id().toString())))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.amount()).isEqualTo(new BigDecimal("-12.50"));
                    assertThat(line.earned()).isEqualTo(MONTH);
                    assertThat(line.by()).isEqualTo("ada");
                });
        assertThat(mvc.get().uri("/incentives/2037-04/{reseller}", nuage))
                .bodyText()
                .contains("Correction by the provider", "=Credited twice in February", "for March 2037");
        assertThat(context.getBean(AuditTrail.class).of(Incentives.AUDIT, nuage, 1))
                .singleElement()
                .satisfies(line -> assertThat(line.getNewValue()).isEqualTo("-12.50 EUR: =Credited twice in February"));
    }

    @Test
    @SignedInAs("ada")
    void keepWhatWasTypedInACorrectionThatIsRefused() {
        MvcTestResult refused = mvc.post()
                .uri("/incentives/{month}/{reseller}/corrections", MONTH, nuage)
                .param("amount", "12.505")
                .param("currency", "EUR")
                .param("reason", " ")
                .with(csrf())
                .exchange();
        assertThat(refused).hasStatus(422).bodyText().contains("12.505", "This currency has 2 digits", "Say why");
        for (String amount : List.of("", "0", "ten", "1e9", "999999999999")) {
            assertThat(mvc.post()
                            .uri("/incentives/{month}/{reseller}/corrections", MONTH, nuage)
                            .param("amount", amount)
                            .param("currency", "XXX")
                            .param("reason", "x".repeat(501))
                            .with(csrf()))
                    .hasStatus(422)
                    .bodyText()
                    .contains("other than zero", "At most 500 characters", "one of the currencies");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/incentives/soon",
                "/incentives/2037-13",
                "/incentives/2037-03/nobody",
                "/incentives/2037-03/00000000-0000-0000-0000-000000000001",
                "/incentives/2037-05/{nuage}",
                "/incentives/2037-03/00000000-0000-0000-0000-000000000001/statement.csv"
            })
    @SignedInAs("ada")
    void answerThatThereIsNothing(String page) {
        assertThat(mvc.get().uri(page.replace("{nuage}", nuage.toString()))).hasStatus(404);
    }

    @Test
    @SignedInAs("ada")
    void computeAMonthInTheBackgroundAndShowHowFarItIs() throws Exception {
        assertThat(mvc.post().uri("/incentives/runs").param("month", "2037-02").with(csrf()))
                .hasRedirectedUrl("/incentives/2037-02");
        for (int tries = 0; incentives.month(YearMonth.parse("2037-02")).running() && tries < 10_000; tries++) {
            Thread.onSpinWait();
        }
        MvcTestResult progress = mvc.get().uri("/incentives/2037-02/progress").exchange();
        assertThat(progress).hasStatusOk();
        assertThat(progress.getResponse().getHeader("HX-Refresh")).isEqualTo("true");
        assertThat(mvc.get().uri("/incentives/2037-02"))
                .hasStatusOk()
                .bodyText()
                .contains("Computed last by ada");
        // The present month is not over, and 1990 is nobody's business.
        for (String month : List.of("2037-04", "1990-01")) {
            assertThat(mvc.post().uri("/incentives/runs").param("month", month).with(csrf()))
                    .hasStatus(404);
        }
    }

    @Test
    @SignedInAs("sam")
    void listLostCreditByMarket() throws Exception {
        Subscription lost = SampleOrders.as("sam", () -> {
            SampleSubscriptions sample = new SampleSubscriptions(context);
            return sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1Y", "annual", 3, null);
        });
        assertThat(rows("/incentives/lost.csv?market=FR"))
                .anyMatch(row -> row.get("Page").equals("/subscriptions/" + lost.getId())
                        && row.get("Currency").equals("EUR")
                        && new BigDecimal(row.get("In this month")).signum() > 0);
        assertThat(rows("/incentives/lost.csv?market=GB"))
                .noneMatch(row -> row.get("Page").equals("/subscriptions/" + lost.getId()));
        assertThat(mvc.get().uri("/incentives/lost?market=FR"))
                .hasStatusOk()
                .bodyText()
                .contains("Put a reseller on record");
        assertThat(mvc.get().uri("/incentives/lost?market=LU&after=x"))
                .hasStatusOk()
                .bodyText()
                .contains("In Luxembourg every paid subscription has a reseller on record.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?months=24&order=REVENUE", "?months=3&order=LICENSES", "?months=x&order=y"})
    @SignedInAs("sam")
    void showHowResellersPerform(String choice) {
        assertThat(mvc.get().uri("/incentives/performance" + choice))
                .hasStatusOk()
                .bodyText()
                .contains("Nuage Atlantique", "By the reseller’s market", "data-series", "April 2037");
    }
}
