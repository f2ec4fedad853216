package io.relais.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.relais.audit.AuditTrail;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.autoconfigure.jdbc.AutoConfigureTestDatabase;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the catalog promises, told once and held against each database. */
@DataJpaTest(showSql = false)
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@ImportAutoConfiguration(MessageSourceAutoConfiguration.class)
@ExtendWith(OutputCaptureExtension.class)
@ActiveProfiles("test")
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({Catalog.class, PriceListImport.class, CatalogLabels.class, AuditTrail.class, CatalogScenarios.SetClock.class})
abstract class CatalogScenarios {

    private static final String HEADER =
            "ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,Market,Currency,UnitPrice,"
                    + "PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment,"
                    + "Category,MinLicenses,MaxLicenses,IsTrial,IsAddOn,BaseSkus,LimitPerCustomer,UpgradeTargets";

    private static final List<String> COLUMNS = List.of(HEADER.split(","));

    @Autowired
    private Catalog catalog;

    @Autowired
    private JdbcClient database;

    @Autowired
    private MessageSource messages;

    @Autowired
    private CatalogLabels labels;

    @Autowired
    private SetClock clock;

    @BeforeEach
    void startEmptyInNovember() {
        database.sql("delete from offer_price").update();
        database.sql("delete from offer").update();
        database.sql("delete from offer_market").update();
        database.sql("delete from audit_entry").update();
        clock.now = Instant.parse("2026-11-15T12:00:00Z");
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class SetClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Bean
        Clock clock() {
            return this;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    // --- reading files ---

    @Test
    void takesAllThatARowSays() {
        ImportReport report = imported(
                list(row("BaseSkus", "CFQ7TTC0LH18:0001, CFQ7TTC0LDPB/1", "IsAddOn", "yes", "LimitPerCustomer", "2")));

        assertThat(report).isEqualTo(new ImportReport(1, 0, 0, 0, 0, List.of()));
        CatalogItem item = onlyItem("FR");
        assertThat(item)
                .usingRecursiveComparison()
                .isEqualTo(new CatalogItem(
                        item.offerId(),
                        "CFQ7TTC0LCHC",
                        "0002",
                        "Business Premium",
                        "Mail, devices and safety",
                        "Small business",
                        "User",
                        "P1Y",
                        "monthly",
                        1,
                        300,
                        false,
                        true,
                        Set.of("CFQ7TTC0LH18:0001", "CFQ7TTC0LDPB:0001"),
                        2,
                        new BigDecimal("197.76"),
                        "EUR"));
        assertThat(item.sku()).isEqualTo("CFQ7TTC0LCHC:0002");
        assertThat(item.installments()).isEqualTo(12);
    }

    @Test
    void readsAByteOrderMarkBeforeAQuotedHeader() {
        String quoted = Arrays.stream(HEADER.split(",")).collect(Collectors.joining("\",\"", "\uFEFF\"", "\""));

        assertThat(imported(quoted + "\r\n" + line(row()) + "\r\n").added()).isEqualTo(1);
    }

    @Test
    void readsSemicolonsWithDecimalCommas() {
        String csv = list(row("UnitPrice", "197,7650", "SkuDescription", "Mail"))
                .replace(',', ';')
                .replace("197;7650", "197,7650");

        assertThat(imported(csv).refused()).isEmpty();
        assertThat(onlyItem("FR").unitPrice()).isEqualTo("197.765");
    }

    @Test
    void readsColumnsInAnyOrderAndIgnoresOthers() {
        String csv =
                """
                Color,erp price,Market,UnitPrice,Currency,TermDuration,BillingPlan,SkuTitle,SkuId,ProductId,EffectiveStartDate,Color
                red,12,fr,10,eur,p1m,MONTHLY,Teams,2,CFQ7TTC0JN4R,2026-01-01,blue
                """;

        assertThat(imported(csv)).isEqualTo(new ImportReport(1, 0, 0, 0, 0, List.of()));
        CatalogItem item = onlyItem("FR");
        assertThat(item.sku()).isEqualTo("CFQ7TTC0JN4R:0002");
        assertThat(item.category()).isEqualTo("Other");
        assertThat(item.minLicenses()).isEqualTo(1);
        assertThat(item.maxLicenses()).isEqualTo(10_000_000);
        assertThat(item.limitPerCustomer()).isNull();
    }

    @Test
    void readsLineBreaksAndQuotesInsideQuotesAndStillNamesTheRightLine() {
        String csv = list(
                row("SkuDescription", "\"Two\r\nlines, \"\"quoted\"\"\""), row("SkuId", "0003", "UnitPrice", "cheap"));

        assertThat(imported(csv).refused())
                .containsExactly(new RefusedRow(4, "catalog.refused.price", List.of("UnitPrice", "cheap")));
        assertThat(onlyItem("FR").description()).isEqualTo("Two\nlines, \"quoted\"");
    }

    @Test
    void skipsEmptyLinesAndForgivesEmptyCellsCutOffAtTheEndOfALine() {
        String csv =
                HEADER + "\n\n" + line(row()).replaceAll(",+$", "") + "\n\n" + line(row("Market", "Mars")) + "\n\n";

        ImportReport report = imported(csv);

        assertThat(report.added()).isEqualTo(1);
        assertThat(report.refused()).extracting(RefusedRow::line).containsExactly(5L);
    }

    @Test
    void knowsATrialByItsTagWhenNobodySaysMore() {
        String csv =
                """
                ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate,Tags
                CFQ7TTC0LCHC,0008,Business Premium (Trial),P1M,None,FR,EUR,0,1753-01-01T00:00:00.0000000Z,9999-11-30T23:59:59.0000000Z,License; Trial
                """;

        assertThat(imported(csv).refused()).isEmpty();
        CatalogItem trial = onlyItem("FR");
        assertThat(trial.trial()).isTrue();
        assertThat(trial.category()).isEqualTo("Trial");
        assertThat(List.of(trial.minLicenses(), trial.maxLicenses(), trial.limitPerCustomer()))
                .containsExactly(25, 25, 1);
    }

    @Test
    void keepsWhatAFileDoesNotSpeakOf() {
        imported(list(row()));
        String theProvidersOwnList =
                """
                ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate
                CFQ7TTC0LCHC,0002,Business Premium,P1Y,Monthly,FR,EUR,210,2026-11-01
                """;

        assertThat(imported(theProvidersOwnList).changed()).isEqualTo(1);
        CatalogItem item = onlyItem("FR");
        assertThat(item.unitPrice()).isEqualByComparingTo("210");
        assertThat(item.maxLicenses()).isEqualTo(300);
        assertThat(item.category()).isEqualTo("Small business");
    }

    // --- refusing rows ---

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ProductId          |                 | missing",
                "ProductId          | CFQ-7           | id",
                "SkuId              | 0001:0002       | id",
                "SkuTitle           |                 | missing",
                "TermDuration       | P2Y             | term",
                "TermDuration       |                 | missing",
                "BillingPlan        | OneTime         | billing",
                "BillingPlan        | Triennial       | billingTerm",
                "Market             | XX              | market",
                "Market             | France          | market",
                "Currency           | EURO            | currency",
                "UnitPrice          |                 | missing",
                "UnitPrice          | -1              | price",
                "UnitPrice          | 1e5             | price",
                "UnitPrice          | 1 000.00        | price",
                "ERP Price          | free            | price",
                "PricingTierRangeMin| 300             | tier",
                "EffectiveStartDate | 01/02/2026      | date",
                "EffectiveStartDate | 2026-02-30      | date",
                "EffectiveEndDate   | 2020-01-01      | period",
                "MinLicenses        | 0               | licenses",
                "MaxLicenses        | 10000001        | licenses",
                "MaxLicenses        | abc             | licenses",
                "MinLicenses        | 301             | minMax",
                "IsTrial            | perhaps         | yesNo",
                "IsTrial            | yes             | trialPrice",
                "IsAddOn            | yes             | addOnWithoutBase",
                "BaseSkus           | CFQ7TTC0LH18    | skus",
                "UpgradeTargets     | E5              | skus",
                "LimitPerCustomer   | 0               | limit",
                "LimitPerCustomer   | forever 1       | limit"
            })
    void refusesOnlyTheRowThatMakesNoSense(String column, String value, String reason) {
        ImportReport report =
                imported(list(row("SkuId", "0001"), row(column, value == null ? "" : value), row("SkuId", "0003")));

        assertThat(report.added()).isEqualTo(2);
        assertThat(report.refused())
                .extracting(RefusedRow::line, RefusedRow::reason)
                .containsExactly(tuple(3L, "catalog.refused." + reason));
        assertThat(catalog.search("FR", null, null, 10))
                .extracting(CatalogItem::skuId)
                .containsExactly("0001", "0003");
        for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            RefusedRow refused = report.refused().get(0);
            assertThat(messages.getMessage(refused.reason(), refused.arguments().toArray(), language))
                    .doesNotContain("{")
                    .satisfies(text -> assertThat(refused.arguments())
                            .allSatisfy(shown -> assertThat(text).contains(shown)));
        }
    }

    @Test
    void refusesBaseSkusOfWhatIsNoAddOnAndTrialsOfAddOns() {
        assertThat(imported(list(
                                row("IsAddOn", "no", "BaseSkus", "CFQ7TTC0LH18:0001"),
                                row("IsTrial", "yes", "UnitPrice", "0", "BaseSkus", "CFQ7TTC0LH18:0001")))
                        .refused())
                .extracting(RefusedRow::reason)
                .containsExactly("catalog.refused.baseWithoutAddOn", "catalog.refused.trialAddOn");
    }

    @Test
    void refusesTextThatIsTooLongOrNotText() {
        assertThat(imported(list(
                                row("SkuTitle", "x".repeat(256)),
                                row("SkuDescription", "a\u0000b"),
                                row("SkuTitle", "x".repeat(255))))
                        .refused())
                .containsExactly(
                        new RefusedRow(2, "catalog.refused.tooLong", List.of("SkuTitle", "255")),
                        new RefusedRow(3, "catalog.refused.characters", List.of("SkuDescription")));
    }

    @Test
    void refusesARowWithMoreValuesThanColumns() {
        assertThat(imported(list(row("SkuDescription", "Mail, devices"))).refused())
                .containsExactly(new RefusedRow(2, "catalog.refused.columns", List.of("28", "27")));
    }

    @Test
    void refusesARowThatContradictsAnEarlierOne() {
        ImportReport report = imported(list(
                row(),
                row("UnitPrice", "9"),
                row("Market", "BE", "SkuTitle", "Another name"),
                row("Market", "DE"),
                row()));

        assertThat(report.added()).isEqualTo(2);
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.refused())
                .containsExactly(
                        new RefusedRow(3, "catalog.refused.twice", List.of("2")),
                        new RefusedRow(4, "catalog.refused.describedOtherwise", List.of("2")));
    }

    @Test
    void noticesContradictionsFarApart() {
        String csv = list(IntStream.range(0, 1200)
                .mapToObj(i -> i == 1199 ? row("SkuId", "0", "UnitPrice", "1") : row("SkuId", Integer.toString(i)))
                .toArray(String[][]::new));

        ImportReport report = imported(csv);

        assertThat(report.added()).isEqualTo(1199);
        assertThat(report.refused()).containsExactly(new RefusedRow(1201, "catalog.refused.twice", List.of("2")));
    }

    @Test
    void showsTheLogOnlyShortAndSingleLinesOfWhatWasRefused() {
        assertThat(imported(list(row("UnitPrice", "\"1\n2026 INFO all is well" + " ".repeat(10) + "\"")))
                        .refused()
                        .get(0)
                        .arguments())
                .containsExactly("UnitPrice", "1 2026 INFO all is well");
    }

    // --- refusing files ---

    @Test
    void changesNothingWhenAQuoteIsNeverClosed() {
        refusesTheFile(list(row(), row("SkuId", "0003")) + "Business,\"CFQ7TT", "catalog.file.openQuote", "4");
    }

    @Test
    void changesNothingWhenTheFileIsCutOffInTheMiddleOfARow() {
        String csv = list(row(), row("SkuId", "0003"));

        refusesTheFile(csv.substring(0, csv.length() - 60), "catalog.file.truncated", "3");
    }

    @Test
    void changesNothingWhenTextFollowsAClosingQuote() {
        refusesTheFile(list(row(), row("SkuDescription", "\"Mail\" and more")), "catalog.file.notCsv", "3");
    }

    @Test
    void changesNothingWhenColumnsAreMissing() {
        refusesTheFile(
                "ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Currency,EffectiveStartDate\n",
                "catalog.file.columns",
                "Market, UnitPrice");
    }

    @Test
    void changesNothingWhenAColumnAppearsTwice() {
        refusesTheFile(HEADER + ",market\n", "catalog.file.columnTwice", "Market");
    }

    @Test
    void changesNothingWhenTheFileIsEmptyOrSomethingElse() {
        refusesTheFile("", "catalog.file.empty");
        assertThatExceptionOfType(PriceListUnreadableException.class)
                .isThrownBy(() -> imported("PK\u0003\u0004\u0000\u0000 xl/workbook.xml"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("catalog.file.columns"));
    }

    @Test
    void changesNothingAfterManyGoodRows() {
        String csv = list(IntStream.range(0, 1200)
                .mapToObj(i -> row("SkuId", Integer.toString(i)))
                .toArray(String[][]::new));

        refusesTheFile(csv + "\"cut", "catalog.file.openQuote", "1202");
    }

    private void refusesTheFile(String csv, String reason, String... arguments) {
        assertThatExceptionOfType(PriceListUnreadableException.class)
                .isThrownBy(() -> imported(csv))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.arguments()).containsExactly(arguments))
                .satisfies(e -> assertThat(messages.getMessage(e.reason(), arguments, Locale.FRENCH))
                        .doesNotContain("{"));
        assertThat(count("offer")).isZero();
        assertThat(count("offer_price")).isZero();
        assertThat(count("audit_entry")).isZero();
    }

    // --- importing again ---

    @Test
    void findsTheSameListUnchanged() {
        String csv = list(
                row("EffectiveStartDate", "2026-01-01T06:57:30.0682597Z"),
                row("EffectiveStartDate", "2026-06-01T06:57:30.0682597Z", "UnitPrice", "201.123456"),
                row("Market", "BE", "EffectiveEndDate", "2027-01-31"));

        assertThat(imported(csv)).isEqualTo(new ImportReport(2, 1, 0, 0, 0, List.of()));
        assertThat(imported(csv)).isEqualTo(new ImportReport(0, 0, 3, 0, 0, List.of()));
        assertThat(count("offer")).isEqualTo(1);
        assertThat(count("offer_price")).isEqualTo(3);
        assertThat(auditLines("import_price_list"))
                .containsExactly("added 2, changed 1, ended 0, unchanged 0, refused 0");
    }

    @Test
    void closesTheOldPriceWhereTheNewOneStartsAndKeepsTheHistory() {
        String january = list(row("EffectiveStartDate", "2026-01-01T00:00:00Z", "UnitPrice", "100"));
        String december = list(row("EffectiveStartDate", "2026-12-01T00:00:00Z", "UnitPrice", "120"));

        imported(january);
        assertThat(imported(december)).isEqualTo(new ImportReport(0, 1, 0, 0, 0, List.of()));

        assertThat(history())
                .containsExactly(
                        "100.0000 from 2026-01-01T00:00:00Z to 2026-12-01T00:00:00Z",
                        "120.0000 from 2026-12-01T00:00:00Z to null");
        assertThat(onlyItem("FR").unitPrice()).isEqualTo("100.00");
        clock.now = Instant.parse("2026-12-01T00:00:00Z");
        assertThat(onlyItem("FR").unitPrice()).isEqualTo("120.00");

        assertThat(imported(january).unchanged()).isEqualTo(1);
        assertThat(imported(december).unchanged()).isEqualTo(1);
    }

    @Test
    void fitsAnOlderListInBeforeTheNewerOne() {
        imported(list(row("EffectiveStartDate", "2026-06-01", "UnitPrice", "120")));
        imported(list(row("EffectiveStartDate", "2026-01-01", "UnitPrice", "100")));

        assertThat(history())
                .containsExactly(
                        "100.0000 from 2026-01-01T00:00:00Z to 2026-06-01T00:00:00Z",
                        "120.0000 from 2026-06-01T00:00:00Z to null");
    }

    @Test
    void tellsTheAuditTrailWhenAPriceInForceIsCorrected() {
        imported(list(row("EffectiveStartDate", "2026-01-01", "UnitPrice", "100")));

        assertThat(imported(list(row("EffectiveStartDate", "2026-01-01", "UnitPrice", "101")))
                        .changed())
                .isEqualTo(1);
        assertThat(history()).containsExactly("101.0000 from 2026-01-01T00:00:00Z to null");
        assertThat(auditLines("correct_price")).containsExactly("FR from 2026-01-01T00:00:00Z: 101.00 EUR");
    }

    @Test
    void endsAnOffer() {
        imported(list(row()));

        assertThat(imported(list(row("EffectiveEndDate", "2026-11-14T23:59:59.0000000Z")))
                        .changed())
                .isEqualTo(1);
        assertThat(catalog.search("FR", null, null, 10)).isEmpty();
        clock.now = Instant.parse("2026-11-14T23:59:59.500Z");
        assertThat(catalog.search("FR", null, null, 10)).hasSize(1);
    }

    @Test
    void renamesAnOfferAndKeepsItsId() {
        imported(list(row()));
        UUID id = onlyItem("FR").offerId();

        assertThat(imported(list(row("SkuTitle", "Business Premium Plus"))).changed())
                .isEqualTo(1);
        assertThat(onlyItem("FR").title()).isEqualTo("Business Premium Plus");
        assertThat(onlyItem("FR").offerId()).isEqualTo(id);
        assertThat(catalog.search("FR", null, "plus", 10)).hasSize(1);
    }

    // --- searching ---

    @Test
    void showsWhatIsOnSaleTodayInThatMarket() {
        imported(list(
                row("SkuId", "1", "SkuTitle", "Sold"),
                row("SkuId", "2", "SkuTitle", "Ended", "EffectiveEndDate", "2026-11-14"),
                row("SkuId", "3", "SkuTitle", "Coming", "EffectiveStartDate", "2026-11-16"),
                row("SkuId", "4", "SkuTitle", "Sold in Belgium", "Market", "BE"),
                row("SkuId", "5", "SkuTitle", "For schools", "Segment", "Education"),
                row("SkuId", "6", "SkuTitle", "Last day", "EffectiveEndDate", "2026-11-15")));

        assertThat(titles("fr", null, null)).containsExactly("Last day", "Sold");
        assertThat(titles("BE", null, null)).containsExactly("Sold in Belgium");
        assertThat(titles("DE", null, null)).isEmpty();
    }

    @Test
    void searchesByCategoryAndSortsByCategoryTitleAndTerm() {
        imported(list(
                row("SkuId", "1", "SkuTitle", "Visio", "Category", "Project and Visio"),
                row("SkuId", "2", "SkuTitle", "Standard"),
                row("SkuId", "3", "SkuTitle", "Basic", "TermDuration", "P3Y"),
                row("SkuId", "3", "SkuTitle", "Basic", "TermDuration", "P1M"),
                row("SkuId", "3", "SkuTitle", "Basic", "TermDuration", "P1Y"),
                row("SkuId", "4", "SkuTitle", "Old", "Category", "Gone", "EffectiveEndDate", "2026-11-01")));

        assertThat(catalog.categories("FR")).containsExactly("Project and Visio", "Small business");
        assertThat(catalog.categories("BE")).isEmpty();
        assertThat(titles("FR", "Project and Visio", "")).containsExactly("Visio");
        assertThat(catalog.search("FR", null, null, 10))
                .extracting(item -> item.title() + " " + item.termDuration())
                .containsExactly("Visio P1Y", "Basic P1M", "Basic P1Y", "Basic P3Y", "Standard P1Y");
        assertThat(catalog.search("FR", null, null, 2)).hasSize(2);
        assertThat(catalog.search("FR", null, null, 0)).isEmpty();
    }

    @Test
    void findsTextInAnyCaseAndOrderWithPercentUnderscoreAndTheRestTakenLiterally() {
        imported(list(
                row("SkuId", "1", "SkuTitle", "100% Teams"),
                row("SkuId", "2", "SkuTitle", "1000 Teams"),
                row("SkuId", "3", "SkuTitle", "Snake_case!"),
                row("SkuId", "4", "SkuTitle", "Snake case"),
                row("SkuId", "5", "SkuTitle", "Back\\slash 'quoted'")));

        assertThat(titles("FR", null, "100%")).containsExactly("100% Teams");
        assertThat(titles("FR", null, "%")).containsExactly("100% Teams");
        assertThat(titles("FR", null, "_CASE")).containsExactly("Snake_case!");
        assertThat(titles("FR", null, "!")).containsExactly("Snake_case!");
        assertThat(titles("FR", null, "\\SLASH")).containsExactly("Back\\slash 'quoted'");
        assertThat(titles("FR", null, "'")).containsExactly("Back\\slash 'quoted'");
        assertThat(titles("FR", null, "teams  100\u0000")).containsExactly("100% Teams", "1000 Teams");
        assertThat(titles("FR", null, "cfq7ttc0lchc:0004")).containsExactly("Snake case");
        assertThat(titles("FR", null, "nothing like it")).isEmpty();
    }

    @Test
    void givesManyItemsInOneQueryAndLeavesOutWhatIsNotSoldThere() {
        imported(list(row("SkuId", "1"), row("SkuId", "2"), row("SkuId", "3", "Market", "BE")));
        Map<String, UUID> ids = new LinkedHashMap<>();
        database.sql("select id, sku_id from offer")
                .query((row, number) -> ids.put(row.getString("sku_id"), row.getObject("id", UUID.class)))
                .list();

        assertThat(catalog.items(ids.values(), "FR")).containsOnlyKeys(ids.get("0001"), ids.get("0002"));
        assertThat(catalog.items(List.of(ids.get("0003"), UUID.randomUUID(), ids.get("0003")), "BE"))
                .containsOnlyKeys(ids.get("0003"));
        assertThat(catalog.items(List.of(), "FR")).isEmpty();
    }

    @Test
    void tellsWhatASubscriptionCanBecomeWhereTheTargetIsSold() {
        imported(list(
                row("UpgradeTargets", "CFQ7TTC0LCHC:0003, CFQ7TTC0LCHC:4", "EffectiveEndDate", "2026-11-01"),
                row("SkuId", "3", "SkuTitle", "E5"),
                row("SkuId", "3", "SkuTitle", "E5", "TermDuration", "P1M"),
                row("SkuId", "4", "SkuTitle", "Gone", "EffectiveEndDate", "2026-11-01"),
                row("SkuId", "4", "SkuTitle", "Gone", "Market", "BE"),
                row("SkuId", "5")));
        UUID offer = idOf("0002");

        assertThat(catalog.upgradeTargets(offer, "FR"))
                .extracting(item -> item.sku() + " " + item.termDuration())
                .containsExactly("CFQ7TTC0LCHC:0003 P1M", "CFQ7TTC0LCHC:0003 P1Y");
        assertThat(catalog.upgradeTargets(offer, "BE"))
                .extracting(CatalogItem::title)
                .containsExactly("Gone");
        assertThat(catalog.upgradeTargets(
                        catalog.search("BE", null, null, 1).get(0).offerId(), "BE"))
                .isEmpty();
        assertThat(catalog.upgradeTargets(UUID.randomUUID(), "FR")).isEmpty();
        assertThat(catalog.upgradeTargets(offer))
                .as("sold or not")
                .containsExactly(Map.entry("CFQ7TTC0LCHC:0003", "E5"), Map.entry("CFQ7TTC0LCHC:0004", "Gone"));
    }

    @Test
    void convertsATrialToWhatIsNamedForItElseToWhatIsPaidOfTheSameProduct() {
        imported(list(
                row(),
                row("ProductId", "CFQ7TTC0LFLX", "SkuId", "1", "SkuTitle", "Other product"),
                row("SkuId", "8", "SkuTitle", "Trial", "IsTrial", "Yes", "UnitPrice", "0"),
                row(
                        "SkuId",
                        "9",
                        "SkuTitle",
                        "Named",
                        "IsTrial",
                        "Yes",
                        "UnitPrice",
                        "0",
                        "UpgradeTargets",
                        "CFQ7TTC0LFLX:1")));

        assertThat(catalog.conversions(idOf("0008"), "FR"))
                .extracting(CatalogItem::sku)
                .containsExactly("CFQ7TTC0LCHC:0002");
        assertThat(catalog.conversions(idOf("0009"), "FR"))
                .extracting(CatalogItem::title)
                .containsExactly("Other product");
        assertThat(catalog.conversions(idOf("0009"), "BE")).isEmpty();
    }

    private UUID idOf(String sku) {
        return database.sql("select id from offer where sku_id = ?")
                .param(sku)
                .query(UUID.class)
                .single();
    }

    // --- the demo ---

    @Test
    void takesTheWholeDemoListAndFindsItUnchangedTheSecondTime() throws Exception {
        ImportReport first = importedDemo();

        assertThat(first.refused()).isEmpty();
        assertThat(first.added()).isGreaterThan(500);
        assertThat(importedDemo()).isEqualTo(new ImportReport(0, 0, first.added(), 0, 0, List.of()));
        assertThat(catalog.search("CH", null, "business basic", 10))
                .extracting(CatalogItem::currency)
                .containsOnly("CHF");
        List<CatalogItem> france = catalog.search("FR", null, null, 1000);
        Set<String> sold = france.stream().map(CatalogItem::sku).collect(Collectors.toSet());
        assertThat(sold).hasSizeBetween(25, 40);
        assertThat(france.stream().flatMap(item -> item.bases().stream()))
                .as("an add-on's bases are for sale too")
                .isSubsetOf(sold);
        assertThat(france.stream()
                        .filter(item -> item.title().equals("Microsoft 365 Business Basic") || item.trial())
                        .map(item -> catalog.upgradeTargets(item.offerId(), "FR")))
                .as("upgrades and conversions of trials lead somewhere")
                .hasSize(5)
                .noneMatch(List::isEmpty);
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        assertThat(labels.term("P1Y")).isEqualTo("1 year");
        LocaleContextHolder.setLocale(Locale.FRENCH);
        assertThat(catalog.categories("FR"))
                .filteredOn(category -> labels.category(category).equals(category))
                .as("the same in both languages")
                .containsExactly("Copilot", "Windows");
        assertThat(france).allSatisfy(item -> {
            assertThat(labels.term(item.termDuration())).isNotEqualTo(item.termDuration());
            assertThat(labels.billing(item.billingPlan())).isNotEqualTo(item.billingPlan());
            assertThat(labels.unit(item.unit())).isIn("Licence", "Utilisateur");
        });
    }

    @Test
    void showsACategoryThatItHasNoWordForAsTheListHasIt() {
        assertThat(labels.category("Home & <b>garden</b>")).isEqualTo("Home & <b>garden</b>");
    }

    @AfterEach
    void backToEnglish() {
        LocaleContextHolder.resetLocaleContext();
    }

    private ImportReport importedDemo() throws Exception {
        try (var csv = new InputStreamReader(
                new ClassPathResource("data/demo-price-list.csv").getInputStream(), StandardCharsets.UTF_8)) {
            return catalog.importPriceList(csv);
        }
    }

    // --- the operator's own file ---

    @Test
    void importsTheOperatorsFileAtStartAndLogsWhatWasRefused(@TempDir Path folder, CapturedOutput log)
            throws Exception {
        Path file = folder.resolve("prices.csv");
        Files.writeString(file, "\uFEFF" + list(row(), row("SkuId", "3", "Currency", "EURO")));

        start(file);

        assertThat(onlyItem("FR").sku()).isEqualTo("CFQ7TTC0LCHC:0002");
        assertThat(log)
                .contains("prices.csv: 1 rows added, 0 changed, 0 unchanged, 1 refused")
                .contains("prices.csv, line 3: The currency “EURO” is unknown.");
    }

    @Test
    void startsWithThePricesItHasWhenTheOperatorsFileIsNoGood(@TempDir Path folder, CapturedOutput log)
            throws Exception {
        Path latin = folder.resolve("latin.csv");
        Files.writeString(latin, list(row("SkuDescription", "Téléphonie")), StandardCharsets.ISO_8859_1);

        start(latin);
        start(folder.resolve("missing.csv"));
        start(null);

        assertThat(count("offer")).isZero();
        assertThat(log)
                .contains("latin.csv: The file is not encoded in UTF-8.")
                .contains("missing.csv can't be opened (relais.catalog.import)");
    }

    @Test
    void takesThePathOfTheFileFromTheConfiguration() {
        new ApplicationContextRunner()
                .withUserConfiguration(Configured.class)
                .withPropertyValues("relais.catalog.import=/etc/relais/prices.csv")
                .run(context -> assertThat(
                                context.getBean(CatalogProperties.class).importFile())
                        .isEqualTo(Path.of("/etc/relais/prices.csv")));
        new ApplicationContextRunner().withUserConfiguration(Configured.class).run(context -> assertThat(
                        context.getBean(CatalogProperties.class).importFile())
                .isNull());
    }

    @EnableConfigurationProperties(CatalogProperties.class)
    static class Configured {}

    private void start(Path file) {
        new PriceListAtStart(new CatalogProperties(file), new PriceListLoader(catalog, messages)).run(null);
    }

    // --- words for the above ---

    final ImportReport imported(String csv) {
        return catalog.importPriceList(new StringReader(csv));
    }

    private CatalogItem onlyItem(String market) {
        List<CatalogItem> items = catalog.search(market, null, null, 2);
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private List<String> titles(String market, String category, String text) {
        return catalog.search(market, category, text, 50).stream()
                .map(CatalogItem::title)
                .toList();
    }

    private long count(String table) {
        return database.sql("select count(*) from " + table).query(Long.class).single();
    }

    private List<String> history() {
        return database.sql("select * from offer_price order by valid_from")
                .query((row, number) -> "%s from %s to %s"
                        .formatted(
                                row.getBigDecimal("unit_price"),
                                instant(row.getObject("valid_from", OffsetDateTime.class)),
                                instant(row.getObject("valid_to", OffsetDateTime.class))))
                .list();
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private List<String> auditLines(String action) {
        return database.sql("select new_value from audit_entry where action = :action order by id")
                .param("action", action)
                .query(String.class)
                .list();
    }

    static String list(String[]... rows) {
        return HEADER + "\n" + Arrays.stream(rows).map(row -> line(row) + "\n").collect(Collectors.joining());
    }

    private static String line(String[] row) {
        return String.join(",", row);
    }

    /** Business Premium in France from January, but for the given columns and values. */
    static String[] row(String... differences) {
        String[] row = {
            "Business Premium",
            "CFQ7TTC0LCHC",
            "0002",
            "Business Premium",
            "Microsoft Corporation",
            "\"Mail, devices and safety\"",
            "User",
            "P1Y",
            "Monthly",
            "FR",
            "EUR",
            "197.76",
            "",
            "",
            "2026-01-01T00:00:00.0000000Z",
            "9999-11-30T23:59:59.0000000Z",
            "License",
            "247.20",
            "Commercial",
            "Small business",
            "1",
            "300",
            "",
            "",
            "",
            "",
            ""
        };
        for (int i = 0; i < differences.length; i += 2) {
            String value = differences[i + 1];
            boolean list = List.of("BaseSkus", "UpgradeTargets").contains(differences[i]);
            row[COLUMNS.indexOf(differences[i])] = list ? '"' + value + '"' : value;
        }
        return row;
    }
}
