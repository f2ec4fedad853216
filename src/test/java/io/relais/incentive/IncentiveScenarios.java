package io.relais.incentive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import io.relais.subscription.Lifecycle;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import io.relais.subscription.SubscriptionChanges;
import io.relais.web.NotFoundException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.Deployment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;

/**
 * What resellers earn, on either database. Each test has months of its own far from the present, since a month is closed once for all
 * tests of the context. In the sample price list Business Premium belongs to the category Small business: 8 % new, 5 % renewed.
 */
abstract class IncentiveScenarios {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private IncentiveRun run;

    @Autowired
    private Incentives incentives;

    @Autowired
    private Performances performances;

    @Autowired
    private SubscriptionChanges changes;

    @Autowired
    private Lifecycle lifecycle;

    @Autowired
    private JdbcClient database;

    private SampleSubscriptions sample;
    private UUID nuage;
    private UUID brabant;

    @BeforeEach
    void signIn() {
        sample = new SampleSubscriptions(context);
        SampleCustomers customers = new SampleCustomers(context);
        nuage = customers.reseller(0);
        brabant = customers.reseller(1);
        SampleOrders.as("sam");
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void givesEachDayToWhoIsOnRecordAtItsEnd() {
        Subscription one = started("2031-01-10T12:00:00Z", nuage);
        onRecord(one, "2031-01-21T09:00:00Z", brabant);
        onRecord(one, "2031-01-21T10:00:00Z", null);
        onRecord(one, "2031-01-25T10:00:00Z", brabant);
        compute("2031-01");

        List<Entry> first = entries(one, "2031-01");
        assertThat(first)
                .extracting(Entry::from, Entry::until)
                .containsExactly(
                        tuple(day("2031-01-10"), day("2031-01-20")),
                        tuple(day("2031-01-21"), day("2031-01-24")),
                        tuple(day("2031-01-25"), day("2031-01-31")));
        assertThat(resellers(one)).containsExactly(nuage, null, brabant);
        assertThat(first)
                .extracting(Entry::revenue)
                .containsExactly(share(one, 10, 11, 365), share(one, 10, 4, 365), share(one, 10, 7, 365));
        assertThat(first).allSatisfy(entry -> {
            assertThat(entry.rate()).isEqualByComparingTo("8");
            assertThat(entry.tableVersion()).isEqualTo(1);
            assertThat(entry.amount())
                    .isEqualTo(entry.revenue().multiply(new BigDecimal("0.08")).setScale(2, RoundingMode.HALF_UP));
            assertThat(entry.kind()).isEqualTo(Entry.Kind.EARNED);
        });
    }

    @Test
    void followsLicensesThatComeAndGo() {
        Subscription one = started("2031-03-01T12:00:00Z", nuage);
        // The day of the term that runs from noon to noon has begun: more hold from the next one.
        licenses(one, "2031-03-03T13:00:00Z", "15");
        licenses(one, "2031-03-07T11:00:00Z", "12");
        compute("2031-03");

        assertThat(entries(one, "2031-03")).singleElement().satisfies(entry -> {
            BigDecimal exact = one.getUnitPrice()
                    .multiply(BigDecimal.valueOf(10 * 3 + 15 * 3 + 12 * 25))
                    .divide(new BigDecimal(366), 2, RoundingMode.HALF_UP);
            assertThat(entry.revenue()).isEqualTo(exact);
            assertThat(entry.licenses()).isEqualTo(12);
        });
    }

    @Test
    void earnsOnTheBetterProductFromItsUpgradeOn() {
        turnTo("2031-05-01T12:00:00Z");
        UUID customer = sample.customer(null);
        Subscription one = sample.start(customer, SampleOrders.BASIC, "P1Y", "annual", 10, nuage);
        turnTo("2031-05-11T12:00:00Z");
        UUID target = changes.targets(one.getId()).stream()
                .filter(candidate -> candidate.offer() != null && candidate.refusal() == null)
                .findFirst()
                .orElseThrow()
                .offer()
                .offerId();
        Errors errors = errors();
        changes.upgrade(one.getId(), version(one), target, errors);
        fine(errors);
        Subscription better = sample.now(one.getId());
        compute("2031-05");

        BigDecimal exact = one.getUnitPrice()
                .multiply(new BigDecimal(100))
                .add(better.getUnitPrice().multiply(new BigDecimal(210)))
                .divide(new BigDecimal(366), 2, RoundingMode.HALF_UP);
        assertThat(better.getUnitPrice()).isGreaterThan(one.getUnitPrice());
        assertThat(entries(one, "2031-05")).singleElement().satisfies(entry -> {
            assertThat(entry.revenue()).isEqualTo(exact);
            assertThat(entry.title()).isEqualTo(better.getTitle());
        });
    }

    @Test
    void earnsForTheDaysThatWerePaidWhenItIsCancelledInItsWindow() {
        Subscription one = started("2031-07-29T12:00:00Z", nuage);
        compute("2031-07");
        List<Entry> july = entries(one, "2031-07");
        turnTo("2031-08-03T10:00:00Z");
        BigDecimal refund = changes.refund(one.getId());
        Errors errors = errors();
        changes.cancel(one.getId(), version(one), true, errors);
        fine(errors);
        compute("2031-07");
        compute("2031-08");
        compute("2031-09");

        assertThat(entries(one, "2031-07")).isEqualTo(july);
        assertThat(july).singleElement().satisfies(entry -> assertThat(entry.revenue())
                .isEqualTo(share(one, 10, 3, 366)));
        assertThat(entries(one, "2031-08")).singleElement().satisfies(entry -> {
            assertThat(entry.until()).isEqualTo(day("2031-08-02"));
            assertThat(entry.revenue()).isEqualTo(share(one, 10, 2, 366));
        });
        assertThat(entries(one, "2031-09")).isEmpty();
        // What was credited is the rate of what the customer paid in the end.
        BigDecimal paid = one.getUnitPrice().multiply(BigDecimal.TEN).subtract(refund);
        assertThat(july.get(0)
                        .revenue()
                        .add(entries(one, "2031-08").get(0).revenue())
                        .subtract(paid)
                        .abs())
                .isLessThanOrEqualTo(new BigDecimal("0.02"));
    }

    @Test
    void earnsForARenewalByItsOwnRateInALeapYear() {
        Subscription one = started("2027-02-10T12:00:00Z", nuage);
        turnTo("2028-02-10T12:00:01Z");
        lifecycle.run();
        compute("2028-02");

        assertThat(entries(one, "2028-02"))
                .extracting(
                        Entry::sale,
                        Entry::from,
                        Entry::until,
                        entry -> entry.rate().intValue(),
                        Entry::revenue)
                .containsExactly(
                        tuple(Sale.NEW, day("2028-02-01"), day("2028-02-09"), 8, share(one, 10, 9, 365)),
                        tuple(Sale.RENEWAL, day("2028-02-10"), day("2028-02-29"), 5, share(one, 10, 20, 366)));
    }

    @Test
    void roundsToTheDigitsOfTheCurrency() {
        Subscription one = started("2031-11-01T00:00:00Z", nuage);
        database.sql("update subscription_charge set currency = 'JPY', unit_price = 36645 where subscription_id = :id")
                .param("id", one.getId())
                .update();
        compute("2031-11");

        assertThat(entries(one, "2031-11")).singleElement().satisfies(entry -> {
            // 36,645 × 10 × 30 ÷ 366 = 30,036.88…; the year holds a leap day
            assertThat(entry.revenue()).isEqualTo(new BigDecimal("30037"));
            assertThat(entry.amount()).isEqualTo(new BigDecimal("2403"));
        });
    }

    @Test
    void addsNothingWhenItRunsTwiceOrOnTwoNodesAtOnce() throws Exception {
        Subscription one = started("2052-01-05T12:00:00Z", nuage);
        turnTo("2052-02-01T01:00:00Z");
        YearMonth month = YearMonth.parse("2052-01");
        List<CompletableFuture<Void>> nodes = List.of(
                CompletableFuture.runAsync(() -> run.run(month, "system")),
                CompletableFuture.runAsync(() -> run.run(month, "system")));
        for (CompletableFuture<Void> node : nodes) {
            node.get(60, TimeUnit.SECONDS);
        }
        Long lines = count(month);
        run.run(month, "ada");
        run.runDue();

        assertThat(count(month)).isEqualTo(lines);
        assertThat(entries(one, "2052-01")).hasSize(1);
        IncentiveMonth known = incentives.month(month);
        assertThat(known.closed()).isTrue();
        assertThat(known.run().done()).isEqualTo(known.run().total()).isPositive();
        assertThat(known.run().failed()).isFalse();
    }

    @Test
    void correctsAClosedMonthByALineOfTheNextStatement() {
        turnTo("2028-06-10T12:00:00Z");
        UUID customer = sample.customer(null);
        Subscription one = sample.start(customer, SampleOrders.PREMIUM, "P1M", "monthly", 10, nuage);
        // The daily job was down, so nobody knows yet that it was renewed on the 10th.
        compute("2028-07");
        List<Entry> before = entries(one, "2028-07");
        assertThat(before).singleElement().satisfies(entry -> assertThat(entry.until())
                .isEqualTo(day("2028-07-09")));
        Statement july = incentives
                .statement(YearMonth.parse("2028-07"), nuage, Incentives.MOST_LINES)
                .orElseThrow();

        turnTo("2028-08-02T01:00:00Z");
        lifecycle.run();
        run.runDue();
        run.runDue();

        assertThat(entries(one, "2028-07")).isEqualTo(before);
        assertThat(incentives
                        .statement(YearMonth.parse("2028-07"), nuage, Incentives.MOST_LINES)
                        .orElseThrow())
                .isEqualTo(july);
        assertThat(entries(one, "2028-08")).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(Entry.Kind.RECOMPUTED);
            assertThat(entry.earned()).isEqualTo(YearMonth.parse("2028-07"));
            assertThat(entry.sale()).isEqualTo(Sale.RENEWAL);
            assertThat(entry.rate()).isEqualByComparingTo("2");
            assertThat(entry.revenue()).isEqualTo(share(one, 10, 22, 31));
        });
    }

    @Test
    void finishesWhatARunThatBrokeOffHasLeft() {
        turnTo("2040-06-10T12:00:00Z");
        UUID customer = sample.customer(null);
        Subscription one = sample.start(customer, SampleOrders.PREMIUM, "P1M", "monthly", 10, nuage);
        YearMonth july = YearMonth.parse("2040-07");
        compute("2040-07");
        turnTo("2040-08-02T01:00:00Z");
        lifecycle.run();
        // The run that would have seen the renewal began after it and broke off.
        turnTo("2040-08-02T02:00:00Z");
        database.sql(
                        "update incentive_month set run_started_at = :now, run_failed = true where statement_month = :month")
                .param("now", Instant.parse("2040-08-02T02:00:00Z").atOffset(java.time.ZoneOffset.UTC))
                .param("month", july.toString())
                .update();

        run.runDue();

        assertThat(entries(one, "2040-08")).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(Entry.Kind.RECOMPUTED);
            assertThat(entry.earned()).isEqualTo(july);
        });
        assertThat(incentives.month(july).run().failed()).isFalse();
    }

    @Test
    void earnsItsPriceInAYearOfStatementsThatAddUp() {
        Subscription one = started("2033-03-15T12:00:00Z", nuage);
        BigDecimal revenue = BigDecimal.ZERO;
        for (YearMonth month = YearMonth.parse("2033-03");
                !month.isAfter(YearMonth.parse("2034-03"));
                month = month.plusMonths(1)) {
            turnTo(month.plusMonths(1) + "-01T00:35:00Z");
            run.runDue();
            Statement statement = incentives
                    .closedStatement(month, nuage, Incentives.MOST_LINES)
                    .orElseThrow();
            for (Total total : statement.totals()) {
                assertThat(statement.entries().stream()
                                .filter(entry -> entry.currency().equals(total.currency()))
                                .map(Entry::amount)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                        .isEqualByComparingTo(total.amount());
            }
            revenue = revenue.add(entries(one, month.toString()).get(0).revenue());
        }
        turnTo("2034-05-01T00:35:00Z");
        run.runDue();

        assertThat(entries(one, "2034-04")).isEmpty();
        assertThat(revenue.subtract(one.getUnitPrice().multiply(BigDecimal.TEN)).abs())
                .isLessThanOrEqualTo(new BigDecimal("0.07"));
        assertThat(incentives.closedMonths(nuage)).containsKey(YearMonth.parse("2033-12"));
    }

    @Test
    void computesByItselfWhatOnlyACorrectionHasOpenedAndWhatFollows() {
        Subscription one = started("2055-01-01T00:00:00Z", nuage);
        turnTo("2055-02-03T12:00:00Z");
        correct("2055-01", "2055-01");

        turnTo("2055-05-02T00:35:00Z");
        run.runDue();

        for (String month : List.of("2055-01", "2055-02", "2055-03", "2055-04")) {
            assertThat(incentives.month(YearMonth.parse(month)).closed()).isTrue();
            assertThat(entries(one, month)).hasSize(1);
        }
        assertThat(incentives
                        .statement(YearMonth.parse("2055-01"), brabant, Incentives.MOST_LINES)
                        .orElseThrow()
                        .entries())
                .extracting(Entry::kind)
                .containsExactly(Entry.Kind.MANUAL);
        assertThat(incentives.month(YearMonth.parse("2055-05")).run()).isNull();
    }

    @Test
    void computesByItselfAMonthOfYearsAgoThatACorrectionHasOpened() {
        turnTo("2059-04-03T12:00:00Z");
        correct("2056-11", "2056-11");
        run.runDue();

        assertThat(incentives.month(YearMonth.parse("2056-11")).closed()).isTrue();
        assertThat(incentives.month(YearMonth.parse("2056-12")).run()).isNull();
        assertThatThrownBy(() -> correct("1999-12", "1999-12")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void findsWhatWasBookedBeforeARunAndCommittedAfterIt() {
        Subscription one = started("2061-01-10T12:00:00Z", nuage);
        compute("2061-01");
        List<Entry> before = entries(one, "2061-01");
        bookedUnseen(one, "2061-02-01T00:34:59Z");

        turnTo("2061-02-02T00:35:00Z");
        run.runDue();
        run.runDue();

        assertThat(entries(one, "2061-01")).isEqualTo(before);
        assertThat(entries(one, "2061-02")).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(Entry.Kind.RECOMPUTED);
            assertThat(entry.earned()).isEqualTo(YearMonth.parse("2061-01"));
            assertThat(entry.revenue()).isEqualTo(share(one, 15, 22, 365).subtract(share(one, 10, 22, 365)));
        });
    }

    @Test
    void findsWhoWasPutOnRecordBeforeARunAndCommittedAfterIt() {
        Subscription one = started("2061-03-10T12:00:00Z", nuage);
        turnTo("2061-04-01T00:00:01Z");
        run.run(YearMonth.parse("2061-03"), "ada");
        onRecord(one, "2061-03-31T23:59:59Z", brabant);

        turnTo("2061-04-02T00:35:00Z");
        run.runDue();

        assertThat(entries(one, "2061-04")).hasSize(2).allSatisfy(entry -> assertThat(entry.earned())
                .isEqualTo(YearMonth.parse("2061-03")));
    }

    @Test
    void letsNoRunSpeakForOneThatBeganAfterIt() {
        YearMonth month = YearMonth.parse("2063-01");
        IncentiveMonths months = context.getBean(IncentiveMonths.class);
        turnTo("2063-02-01T00:35:00Z");
        months.ensure(month);
        IncentiveMonths.Running first = months.begin(month, 1, "system", 7);
        turnTo("2063-02-01T00:36:00Z");
        IncentiveMonths.Running second = months.begin(month, 1, "ada", 7);

        months.end(first, false);
        assertThat(incentives.month(month).running()).isTrue();
        months.end(second, true);
        assertThat(incentives.month(month).run().failed()).isTrue();
    }

    @Test
    void opensAMonthTogetherWithWhatIsEnteredIntoIt() throws Exception {
        turnTo("2065-03-10T12:00:00Z");
        YearMonth month = YearMonth.parse("2065-01");
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            correct("2065-01", "2065-01");
            status.setRollbackOnly();
        });
        assertThat(incentives.months()).extracting(IncentiveMonth::month).doesNotContain(month);

        List<CompletableFuture<Void>> two = List.of(
                CompletableFuture.runAsync(() -> correct("2065-01", "2065-01")),
                CompletableFuture.runAsync(() -> correct("2065-01", "2065-01")));
        for (CompletableFuture<Void> one : two) {
            one.get(60, TimeUnit.SECONDS);
        }
        assertThat(incentives
                        .statement(month, brabant, Incentives.MOST_LINES)
                        .orElseThrow()
                        .lines())
                .isEqualTo(2);
    }

    @Test
    void listsEachMonthWithTheTotalsThatItsPageShows() {
        started("2053-01-05T12:00:00Z", nuage);
        started("2053-01-05T12:00:00Z", brabant);
        compute("2053-01");
        correct("2053-02", "2053-02");

        List<IncentiveMonth> listed = incentives.months();
        assertThat(listed).extracting(IncentiveMonth::closed).contains(true, false);
        assertThat(listed).allSatisfy(one -> assertThat(one).isEqualTo(incentives.month(one.month())));
        assertThat(incentives.month(YearMonth.parse("2053-01")).resellers()).isGreaterThanOrEqualTo(2);
        assertThat(incentives.month(YearMonth.parse("2053-02")).resellers()).isEqualTo(1);
    }

    @Test
    void keepsTheTableThatAMonthWasFirstComputedWith() {
        Subscription one = started("2035-01-01T00:00:00Z", nuage);
        compute("2035-01");
        RepositoryService repository = context.getBean(RepositoryService.class);
        Deployment edited = repository
                .createDeployment()
                .addString("incentive-rates.dmn", table().replace("<text>8</text>", "<text>8.5</text>"))
                .deploy();
        try {
            compute("2035-01");
            compute("2035-02");
            assertThat(entries(one, "2035-01")).singleElement().satisfies(entry -> {
                assertThat(entry.rate()).isEqualByComparingTo("8");
                assertThat(entry.tableVersion()).isEqualTo(1);
            });
            assertThat(entries(one, "2035-02")).singleElement().satisfies(entry -> {
                assertThat(entry.rate()).isEqualByComparingTo("8.5");
                assertThat(entry.tableVersion()).isEqualTo(2);
                assertThat(entry.kind()).isEqualTo(Entry.Kind.EARNED);
            });
        } finally {
            repository.deleteDeployment(edited.getId(), true);
        }
    }

    @Test
    void computesOnlyWhatIsOver() {
        turnTo("2035-06-15T12:00:00Z");
        assertThatThrownBy(() -> run.run(YearMonth.parse("2035-06"), "ada"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsWhatNobodyEarnsUntilSomebodyIsOnRecord() {
        Subscription one = started("2035-08-01T00:00:00Z", null);
        compute("2035-08");

        LostCredit lost = lost(one);
        assertThat(lost.market()).isEqualTo("FR");
        assertThat(lost.monthly()).singleElement().satisfies(total -> assertThat(total.amount())
                .isEqualTo(Earning.credit(share(one, 10, 30, 366), new BigDecimal("8"), "EUR")));
        assertThat(lost.lost()).singleElement().satisfies(total -> assertThat(total.amount())
                .isEqualTo(Earning.credit(share(one, 10, 31, 366), new BigDecimal("8"), "EUR")));
        assertThat(incentives.lostMonths()).containsKey(YearMonth.parse("2035-08"));

        onRecord(one, "2035-09-02T10:00:00Z", nuage);
        assertThat(lost(one)).isNull();
    }

    @Test
    void countsHowResellersPerform() {
        turnTo("2036-02-10T12:00:00Z");
        UUID customer = sample.customer(null);
        Performance before = performances.of(3, Performance.Order.SUBSCRIPTIONS);
        Subscription one = sample.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 37, brabant);
        Performance.Top top = top(performances.of(3, Performance.Order.SUBSCRIPTIONS));
        assertThat(top.subscriptions()).isPositive();
        assertThat(top.licenses()).isGreaterThanOrEqualTo(37);
        Errors errors = errors();
        changes.cancel(one.getId(), version(one), true, errors);
        fine(errors);

        Performance after = performances.of(3, Performance.Order.LICENSES);
        assertThat(after.from()).isEqualTo(YearMonth.parse("2035-12"));
        assertThat(after.overTime()).hasSize(3);
        assertThat(last(after).begun()).isEqualTo(last(before).begun() + 1);
        assertThat(last(after).ended()).isEqualTo(last(before).ended() + 1);
        assertThat(after.counts().total()).isEqualTo(before.counts().total());
        assertThat(after.counts().selling())
                .isPositive()
                .isLessThanOrEqualTo(after.counts().total());
        assertThat(after.markets().stream().mapToLong(Performance.Market::total).sum())
                .isEqualTo(after.counts().total());

        // Who has sold nothing for more than six months has gone away.
        turnTo("2036-09-01T12:00:00Z");
        assertThat(performances.of(3, Performance.Order.REVENUE).counts().churned())
                .isPositive();
    }

    // ----

    @Test
    void addsUpRevenueOfClosedAndOpenMonths() {
        Subscription one = started("2067-01-10T12:00:00Z", brabant);
        compute("2067-01");
        bookedUnseen(one, "2067-02-01T00:34:59Z");
        turnTo("2067-02-02T00:35:00Z");
        run.runDue();
        assertThat(incentives.month(YearMonth.parse("2067-02")).closed()).isFalse();

        BigDecimal revenue = performances.of(3, Performance.Order.REVENUE).top().stream()
                .filter(top -> top.reseller().equals(brabant))
                .findFirst()
                .orElseThrow()
                .in("EUR");

        assertThat(revenue)
                .isEqualByComparingTo(share(one, 15, 22, 365))
                .isEqualByComparingTo(
                        database.sql("select sum(revenue) from incentive_entry where reseller_id = :reseller"
                                        + " and currency = 'EUR' and statement_month between '2066-12' and '2067-02'")
                                .param("reseller", brabant)
                                .query(BigDecimal.class)
                                .single());
    }

    private Performance.Top top(Performance performance) {
        return performance.top().stream()
                .filter(one -> brabant.equals(one.reseller()))
                .findFirst()
                .orElseThrow();
    }

    private static Performance.Month last(Performance performance) {
        return performance.overTime().get(performance.overTime().size() - 1);
    }

    private LostCredit lost(Subscription one) {
        LostCredit[] found = new LostCredit[1];
        incentives.eachLost("FR", row -> {
            if (row.subscriptionId().equals(one.getId())) {
                found[0] = row;
            }
        });
        return found[0];
    }

    private static String table() {
        try (var stream = IncentiveScenarios.class.getResourceAsStream("/bpmn/incentive-rates/incentive-rates.dmn")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Ten licenses of Business Premium for a year. */
    private Subscription started(String at, UUID reseller) {
        turnTo(at);
        return sample.start(sample.customer(null), SampleOrders.PREMIUM, "P1Y", "annual", 10, reseller);
    }

    private void onRecord(Subscription one, String at, UUID reseller) {
        turnTo(at);
        Errors errors = errors();
        changes.putOnRecord(one.getId(), version(one), reseller, errors);
        fine(errors);
    }

    private void licenses(Subscription one, String at, String total) {
        turnTo(at);
        Errors errors = errors();
        changes.setLicenses(one.getId(), version(one), total, errors);
        fine(errors);
    }

    /** Five licenses more from the beginning on, as if committed only now. */
    private void bookedUnseen(Subscription one, String at) {
        database.sql(
                        "insert into subscription_charge (id, subscription_id, kind, happened_at, booked_at, from_day, until_day,"
                                + " licenses, unit_price, term_days, currency, offer_id, title, category, term_duration, renewal, market,"
                                + " on_record_id) select :id, subscription_id, 'ADDITION', happened_at, :booked, from_day, until_day,"
                                + " 5, unit_price, term_days, currency, offer_id, title, category, term_duration, renewal, market,"
                                + " on_record_id from subscription_charge where subscription_id = :subscription")
                .param("id", UUID.randomUUID())
                .param("booked", Instant.parse(at).atOffset(java.time.ZoneOffset.UTC))
                .param("subscription", one.getId())
                .update();
    }

    private void correct(String month, String statement) {
        Errors errors = errors();
        YearMonth entered = incentives.correct(
                YearMonth.parse(month), brabant, new Correction(null, "EUR", "12,50", "Agreed by telephone"), errors);
        fine(errors);
        assertThat(entered).isEqualTo(YearMonth.parse(statement));
    }

    private void compute(String month) {
        turnTo(YearMonth.parse(month).plusMonths(1) + "-01T00:35:00Z");
        run.run(YearMonth.parse(month), "system");
    }

    private List<Entry> entries(Subscription one, String statement) {
        List<Entry> found = new java.util.ArrayList<>();
        database.sql(
                        "select distinct reseller_id from incentive_entry where subscription_id = :id and reseller_id is not null")
                .param("id", one.getId())
                .query(UUID.class)
                .list()
                .forEach(reseller -> incentives.eachEntry(
                        incentives
                                .statement(YearMonth.parse(statement), reseller, Incentives.MOST_LINES)
                                .orElseThrow(),
                        entry -> {
                            if (one.getId().equals(entry.subscriptionId())) {
                                found.add(entry);
                            }
                        }));
        lostEntries(one, statement, found);
        found.sort(java.util.Comparator.comparing(Entry::from));
        return found;
    }

    /** Those of nobody stand on no statement. */
    private void lostEntries(Subscription one, String statement, List<Entry> found) {
        database.sql(
                        "select * from incentive_entry where subscription_id = :id and reseller_id is null and statement_month = :month")
                .param("id", one.getId())
                .param("month", statement)
                .query(Incentives::entry)
                .list()
                .forEach(found::add);
    }

    private List<UUID> resellers(Subscription one) {
        return database.sql("select reseller_id from incentive_entry where subscription_id = :id order by from_day")
                .param("id", one.getId())
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
    }

    private Long count(YearMonth month) {
        return database.sql("select count(*) from incentive_entry where earned_month = :month")
                .param("month", month.toString())
                .query(Long.class)
                .single();
    }

    private static BigDecimal share(Subscription one, int licenses, int days, int ofDays) {
        return one.getUnitPrice()
                .multiply(BigDecimal.valueOf((long) licenses * days))
                .divide(BigDecimal.valueOf(ofDays), 2, RoundingMode.HALF_UP);
    }

    private Long version(Subscription one) {
        return sample.now(one.getId()).getVersion();
    }

    private static void turnTo(String instant) {
        ClockUtil.setCurrentTime(Date.from(Instant.parse(instant)));
    }

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }

    private static Errors errors() {
        return new MapBindingResult(new HashMap<>(), "form");
    }

    private static void fine(Errors errors) {
        assertThat(errors.getAllErrors()).isEmpty();
    }
}
